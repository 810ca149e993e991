# Copies besides the complete one: small, readable, for administrators.

copies-title = Other copies
copies-text = For reading, for printing, or for a provider who takes only small files. The complete copy is the one to keep.
copies-text-file = Your file, saved once more in the form you need.
copy-people = To read and print
copy-people-text = Your contacts with their groups, your profile and your group chats, as a page any phone opens, or as a table. No passwords and no messages are in it.
save-contacts = Save the page
save-contacts-table = Save the table
copy-small = A small file for portals
copy-small-text = Some providers, such as those with Snikket, let you put a file into your account on their own website. They take contacts, profile, picture and group chats, and no history. This file holds that, and they read it.
save-essentials = Save the small file
copy-left = Not in it:
copy-left-kind = { $kind }: { $count }
copy-left-more =
    { $count ->
        [one] One more has no name here.
       *[other] { $count } more have no names here.
    }
save-copy-busy = Preparing it
save-copy-ready = Save it now
save-copy-done = Saved as { $name }, { $size }, and read back.
save-copy-done-partly = Saved as { $name }, { $size }. Not everything could be read, so not everything is in it.

administrator = For an administrator who imports your account
administrator-text = Whoever runs the new server can take in your account as a whole, before it exists there. The file then bears your new address.
administrator-address = The new address
administrator-address-hint = As it will be, with a name that is still free there
administrator-program = The program of the new server
administrator-password-wanted = I want to sign in there with a password I type now
administrator-password-wanted-hint = Instead of the password, the file holds keys made from it. Who has the file can try passwords against them. Without the tick, the administrator sets a password.
administrator-password = Password for the new account
administrator-password-hint = It is used for the keys and then forgotten.
save-administrator = Save the file for the administrator
administrator-commands = What the administrator types
administrator-snikket = A Snikket server has no command for this. The administrator makes an invitation. Save the small file above first. Then open the invitation in a browser and make your account there, not in the app: the page that says you have an account takes the file. Where you have an account already, put your data into it with this page instead.

sheet-title = Contacts
sheet-saved-on = Saved on { $day }
sheet-without-group = In no group
sheet-others = Also in the account
sheet-name = Name
sheet-address = Address
sheet-groups = Groups
profile-fn = Name
profile-nickname = Nickname
profile-bday = Birthday
profile-tel = Telephone
profile-email = E-mail
profile-url = Website
profile-adr = Postal address
profile-org = Organisation
profile-title = Title
profile-role = Role
profile-note = Note
profile-impp = Chat address

file-passwords =
    { $count ->
        [one] A password or key of the old provider stood in it. It is left out: it is shown nowhere and goes nowhere.
       *[other] { $count } passwords or keys of the old provider stood in it. They are left out: they are shown nowhere and go nowhere.
    }
file-rescued =
    { $count ->
        [0] Nothing before the damage could be read.
        [one] What is whole can be used: one thing was read.
       *[other] What is whole can be used: { $count } things were read. Whatever stood behind the damage is missing.
    }
