# Verschlüsselte Kopien: eine machen, eine öffnen, und was dabei schiefgehen kann.

save-step-sealing = Deine Kopie wird verschlüsselt
sealed-title = Eine Kopie, die nur du öffnen kannst
sealed-text = Die gleiche Kopie, verschlüsselt mit einer Passphrase. Wer die Datei findet, sieht ohne sie nichts. Diese Seite öffnet sie wieder, und ebenso das freie Programm age.
sealed-passphrase = Passphrase für die Kopie
sealed-passphrase-hint = Mehrere Wörter sind leichter zu merken und schwerer zu erraten als ein kompliziertes Wort.
sealed-suggest = Passphrase vorschlagen
sealed-copy = Passphrase kopieren
sealed-weak = Das errät ein Computer schnell. Mit ein paar Wörtern mehr ist es sicher.
sealed-fair = Das hält Neugierige ab, aber niemanden mit Zeit und Geld. Mit ein, zwei Wörtern mehr ist es sicher.
sealed-strong = Nach unserer groben Schätzung ist das lang genug, wenn es kein bekannter Satz ist und niemand es leicht mit dir verbindet.
sealed-warning = Bewahr die Passphrase so auf, dass du sie wiederfindest, und zwar vor dem Speichern. Ohne sie kann niemand die Kopie öffnen: du nicht, wir nicht, niemand.
save-encrypted = Verschlüsselte Kopie speichern
sealed-file-passphrase = Passphrase dieser Datei
sealed-file-hint = Die Datei ist verschlüsselt. Die Passphrase bleibt in diesem Browser und dient nur dazu, sie zu öffnen.

problem-no-passphrase-what = Es gibt noch keine Passphrase.
problem-no-passphrase-advice = Gib die Passphrase ein. Für eine neue Kopie kannst du dir eine vorschlagen lassen.
problem-wrong-passphrase-what = Diese Passphrase öffnet die Datei nicht.
problem-wrong-passphrase-advice = Prüf sie auf Tippfehler, Großbuchstaben und Leerzeichen und versuch es noch einmal.
problem-passphrase-too-hard-what = Diese Datei zu öffnen braucht mehr Speicher, als ein Browser geben sollte.
problem-passphrase-too-hard-advice = Öffne sie an einem Computer mit dem Programm age (age -d) und wähl dann hier die geöffnete Datei.
problem-sealed-for-keys-what = Diese Datei ist für einen Schlüssel verschlüsselt, nicht mit einer Passphrase.
problem-sealed-for-keys-advice = Wer den Schlüssel hat, öffnet sie mit dem Programm age (age -d -i). Wähl dann hier die geöffnete Datei.
problem-sealed-openpgp-what = Diese Datei ist mit OpenPGP verschlüsselt, und das öffnet diese Seite nicht.
problem-sealed-openpgp-advice = Öffne sie dort, wo dein Schlüssel ist, zum Beispiel mit OpenKeychain oder GnuPG (gpg -d). Wähl dann hier die geöffnete Datei.
problem-sealed-otherwise-what = Diese Datei ist auf eine Art verschlüsselt, die neuer ist als diese Seite.
problem-sealed-otherwise-advice = Öffne sie mit einer aktuellen Version des Programms age (age -d) und wähl dann hier die geöffnete Datei.
problem-sealed-damaged-what = Die verschlüsselte Datei ist beschädigt: Sie ist nicht vollständig, oder jemand hat sie verändert.
problem-sealed-damaged-advice = Es wurde nichts daraus verwendet. Wenn du noch eine Kopie der Datei hast, nimm diese, oder kopier sie noch einmal von dort, wo sie herkam.
problem-sealing-failed-what = Das Verschlüsseln oder Öffnen der Datei brach ab, bevor es fertig war.
problem-sealing-failed-advice = Meist hatte dein Gerät zu wenig Speicher. Schließ andere Tabs oder Apps und versuch es noch einmal.
