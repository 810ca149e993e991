# The words of the page in English, and the list of texts every other language follows.
#
# Plain words: address, password, contacts, group chats, profile picture, blocked,
# old provider, new provider. No technical names outside the details.
#
# This file is part of the first visit: it holds what can be said before a person signs in or picks a file.
# Everything else stands in the files beside it.

language-name = English
language-direction = ltr

## The frame around every screen

page-name = Account Migrator
page-privacy = This page talks to your providers and to nobody else. Nothing is kept once you close it.
page-broken = Something in this page failed, and it cannot go on. Nothing you saved is lost, and what was already moved stays moved. Load the page again and sign in: it compares first and only adds what is missing.
config-error = For whoever runs this page: { $error }

back = Back
continue = Continue
start-over = Start over

language-label = Language
path-label = Your way through
path-step-done = done
path-sign-in = Sign in
path-file = Open
path-look = Look
path-save = Save
path-read = Read
path-arrive = Arrive
path-review = Check
path-move = Move
path-tell = Tell
path-done = Done

side-origin = From
side-destination = To
side-unknown = not yet chosen
side-file = a file of yours
accounts-label = Where from and where to

reached = { $done } of { $total }

## Welcome

welcome-title = Take your people along
welcome-lead = Move your chat account to another provider, or keep a copy of it. Everything that moves is read back and checked, one by one.
start-move-title = Move to a new account
start-move-text = Contacts, group chats, profile and more
start-backup-title = Save a copy of my account
start-backup-text = One file that stays with you
start-restore-title = Put a saved copy into an account
start-restore-text = From a file saved here or elsewhere
start-open-title = Look into a saved copy
start-open-text = Read your messages and contacts, without signing in
start-follow-title = See who has followed
start-follow-text = Moved already? Tell your contacts, or ask again
welcome-limits = Nothing in your old account is changed unless you ask for it at the very end. Encryption keys stay on your devices. No page can put your message history into a new account, but you can take it with you as a file.

## Signing in

origin-title = Sign in to your account
origin-lead = The one you are coming from. It is only read; nothing in it is changed.
origin-lead-follow = The one you have moved away from. First it is only looked at; what is written there, you choose.
origin-lead-backup = It is only read; nothing in it is changed.
destination-title = Sign in to your new account
destination-lead-follow = The one you have moved to. It shows who has come along.
destination-lead = You will see what would change there before anything is written.

field-address = Address
field-address-hint = Like anna@example.org
address-put-right = Read as { $address }. If that is not it, please correct it.
field-password = Password
field-endpoint-offer = My provider gave me a connection address
field-endpoint = Connection address
field-endpoint-hint = It begins with wss:// or https://
password-goes = Your password goes from this page straight to your provider, nowhere else. Nothing is kept after you are done.
password-goes-to = Your password goes from this page straight to { $provider }, nowhere else. Nothing is kept after you are done.
password-show = Show
password-show-label = Show the password

connect = Sign in
connecting = Signing in
connect-again = Sign in again
sign-out = Sign out
signed-in-as = You are signed in as { $address }.
allow-plain = Send it as it is

## A file instead of an account

file-title = Open your saved copy
file-lead = The file is read here in your browser. It is sent nowhere.
file-input = Your file
file-input-hint = It ends in .xml, .zip or .age and was saved by this page, by another app or by your provider.
file-read = { $name } was read, { $size }.
file-notes =
    { $count ->
        [one] One thing in it was unusual and was repaired or passed over.
       *[other] { $count } things in it were unusual and were repaired or passed over.
    }
file-users =
    { $count ->
        [one] There is one account in this file.
       *[other] There are { $count } accounts in this file. Which one is yours?
    }
file-user-choose = Please choose

## On the way

status-connecting = Signing in
status-reading-file = Reading your file

## Problems: what happened, and what one can do

problem-retry = Try again
problem-details = Technical details

problem-bad-address-what = This does not look like an address.
problem-bad-address-advice = An address has a name, an @ and a provider, like anna@example.org. Please have a look at what is typed.
cause-empty-what = The address is missing.
cause-empty-advice = It has a name, an @ and a provider, like anna@example.org.
cause-no-name-what = This is only the provider.
cause-no-name-advice = Please put your name and an @ before it, like anna@example.org.
cause-no-provider-what = This is only the name.
cause-no-provider-advice = Please add an @ and your provider after it, like anna@example.org. Your app shows the whole address in its account settings.
cause-two-ats-what = There is more than one @ in this address.
cause-two-ats-advice = Only one can stand there, between your name and your provider, like anna@example.org.
cause-space-what = There is a space in this address.
cause-space-advice = Please take it out, like anna@example.org.
cause-link-what = This is the address of a web page.
cause-link-advice = Your own address has an @ in the middle, like anna@example.org. Your app shows it in its account settings.
cause-other-network-what = This is an address of Matrix, which is another network.
cause-other-network-advice = This page moves accounts of XMPP (Jabber). Their addresses have an @ in the middle, like anna@example.org.
problem-bad-endpoint-what = This connection address cannot be used.
problem-bad-endpoint-advice = It should begin with wss:// or https:// and come from your provider. Leave the field empty to let the page look for it.
problem-no-password-what = The password is missing.
problem-no-password-advice = Please type the password of this account.
problem-page-incomplete-what = The rest of this page could not be loaded.
problem-page-incomplete-advice = Check your connection and try again. Nothing has been sent to anybody yet.
