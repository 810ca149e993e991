# Encrypted copies: making one, opening one, and what can go wrong.

save-step-sealing = Your copy is being encrypted
sealed-title = A copy only you can open
sealed-text = The same copy, encrypted with a passphrase. Whoever finds the file sees nothing without it. This page opens it again, and so does the free program age.
sealed-passphrase = Passphrase for the copy
sealed-passphrase-hint = Several words are easier to remember and harder to guess than one complicated word.
sealed-suggest = Suggest a passphrase
sealed-copy = Copy the passphrase
sealed-weak = A computer would guess this quickly. A few words more make it safe.
sealed-fair = This keeps out the curious, but not somebody with time and money. A word or two more make it safe.
sealed-strong = By our rough count this is long enough, unless it is a known phrase or easily linked to you.
sealed-warning = Keep the passphrase where you will find it again, before you save. Without it nobody can open the copy: not you, not us, nobody.
save-encrypted = Save an encrypted copy
sealed-file-passphrase = Passphrase of this file
sealed-file-hint = The file is encrypted. The passphrase stays in this browser and is used only to open it.

problem-no-passphrase-what = There is no passphrase yet.
problem-no-passphrase-advice = Type the passphrase. For a new copy you can have one suggested.
problem-wrong-passphrase-what = This passphrase does not open the file.
problem-wrong-passphrase-advice = Check it for typing errors, capital letters and spaces, and try again.
problem-passphrase-too-hard-what = Opening this file takes more memory than a browser should give.
problem-passphrase-too-hard-advice = Open it on a computer with the program age (age -d), then pick the opened file here.
problem-sealed-for-keys-what = This file is encrypted for a key, not with a passphrase.
problem-sealed-for-keys-advice = Whoever has the key opens it with the program age (age -d -i). Then pick the opened file here.
problem-sealed-openpgp-what = This file is encrypted with OpenPGP, which this page does not open.
problem-sealed-openpgp-advice = Open it where your key is, for example with OpenKeychain or GnuPG (gpg -d). Then pick the opened file here.
problem-sealed-otherwise-what = This file is encrypted in a form newer than this page knows.
problem-sealed-otherwise-advice = Open it with a current version of the program age (age -d), then pick the opened file here.
problem-sealed-damaged-what = The encrypted file is damaged: it is not complete, or somebody changed it.
problem-sealed-damaged-advice = Nothing of it was used. If you have another copy of the file, try that one, or copy it once more from where it came.
problem-sealing-failed-what = Encrypting or opening the file stopped before it was done.
problem-sealing-failed-advice = Most often your device was short of memory. Close other tabs or apps and try again.
