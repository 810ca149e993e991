# What is said once a person has set out: it comes with the second half of the program.

## Counts, times and lists

reached-messages =
    { $done ->
        [one] one message
       *[other] { $done } messages
    }
reached-messages-of = { $done } of { $total } messages
reached-messages-about = { $done } of about { $total } messages
reached-short = { $done } / { $total }
items-show = Show: { $kind }
items-more =
    { $count ->
        [one] Show one more
       *[other] Show more ({ $count } left)
    }
about = about { $count }
time-moment = less than a minute
time-minutes =
    { $count ->
        [one] about one minute
       *[other] about { $count } minutes
    }
time-hours =
    { $count ->
        [one] about one hour
       *[other] about { $count } hours
    }
time-left = Still { $time }.
time-to-save = At the pace of your old provider a copy of this takes { $time }.

## What is there

choose-title = This is in your account
choose-lead = What is ticked comes along. You can leave things out.
choose-lead-backup = What is ticked goes into your file. You can leave things out.
choose-lead-restore = This is in your file. What is ticked goes into the account; you can leave things out.
choose-rows = What is in your account
choose-continue = Continue
choose-read-again = Read again what failed
choose-left = This is in your file too and cannot be put into an account yet. It stays in the file:

kind-roster = Contacts
kind-subscription_requests = Contact requests
kind-blocklist = Blocked addresses
kind-privacy_lists = Older block lists
kind-profile = Profile
kind-avatar = Profile picture
kind-bookmarks = Group chats
kind-private_storage = Settings and notes of your apps
kind-pep_nodes = Other published data
kind-archive_preferences = History settings
kind-message_archive = Message history
kind-offline_messages = Unread messages
kind-uploaded_files = Uploaded files
kind-foreign = Other things

kind-when-asked = While the page looks, your contacts may see you online for a moment. Tick it if that is all right.
kind-uncounted = How much there is shows while it is saved
kind-with-size = { $text } · about { $size }
kind-counting = Looking …
kind-comparing = Comparing …
kind-empty = Nothing here
kind-unsupported = This provider does not have it
kind-failed = Could not be read
kind-partly =
    { $unread ->
        [one] { $count } read, one could not be read
       *[other] { $count } read, { $unread } could not be read
    }
kind-roster-count = With names and groups
kind-blocklist-count = They stay blocked
kind-profile-count = What you told about yourself
kind-avatar-count = The one your contacts see
kind-bookmarks-count = The ones you return to
kind-private_storage-count = Entries they left with your provider
kind-privacy_lists-count = Rules about who may reach you
kind-pep_nodes-count = What your apps made public or keep there
kind-archive_preferences-count = Whose messages your provider keeps
kind-message_archive-count = They go into your file
kind-offline_messages-count = They wait for your apps and stay there
kind-subscription_requests-count = People who want to see you
kind-uploaded_files-count = What you sent in chats

requests-messages =
    { $count ->
        [one] While the page looked, a message came to it instead of to your app. It is in the list below and in your copy.
       *[other] While the page looked, { $count } messages came to it instead of to your app. They are in the list below and in your copy.
    }
history-into-copy = No page can put your message history into another account. It goes into your copy: save one below.
history-stays-in-file = It stays in your file; no page can put it into an account.
uploads-unseen = Pictures and files from your messages. Tick it, and the page looks through your messages for them and shows how large they are, before any is fetched.
uploads-remark = Pictures and files from your messages. They are fetched when you save a copy, one after another, which can take long.
look-for-files = Look for files
look-step-archive = Looking through your messages for files
look-step-sizes = Asking how large your files are
look-end = Stop looking
file-size = { $size }
file-size-unknown = Nobody says how large it is
file-doubtful = It can probably not be fetched
uploads-unknown-size =
    { $count ->
        [one] Of one of them nobody says how large it is.
       *[other] Of { $count } of them nobody says how large they are.
    }
uploads-doubtful =
    { $count ->
        [one] One of them can probably not be fetched. It is tried all the same, and your report names it.
       *[other] { $count } of them can probably not be fetched. They are tried all the same, and your report names them.
    }
uploads-encrypted =
    { $count ->
        [one] One more is encrypted. It is not fetched; its link stays in your messages.
       *[other] { $count } more are encrypted. They are not fetched; their links stay in your messages.
    }
uploads-elsewhere =
    { $count ->
        [one] One more is kept by somebody else's provider and is not fetched.
       *[other] { $count } more are kept by other people's providers and are not fetched.
    }
uploads-too-many =
    { $count ->
        [one] One more is too many for one copy and is not fetched.
       *[other] { $count } more are too many for one copy and are not fetched.
    }
uploads-overlooked = Not all of your messages could be read, so there may be more.
keys-stay = Encryption keys stay on your devices. Your apps will make new ones; contacts may be asked to confirm them.
rooms-history =
    { $count ->
        [one] What was written in your group chat lives on its own server, not in your account. It is not part of this; you find it there when you enter the group chat again.
       *[other] What was written in your { $count } group chats lives on their own servers, not in your account. It is not part of this; you find it there when you enter the group chats again.
    }

range-everything = The whole message history goes into the file. Take only a part
range-part = Only a part of the message history goes into the file
range-since = How far back
range-all = Everything
range-year = The last year
range-day = Since a day
range-first-day = First day
range-with = With whom
range-everybody = Everybody
range-only = Only one contact or group chat
range-without = All but one contact or group chat
range-address = Address of the contact or group chat

expert = For experts: further private data
expert-text = Apps can keep private data under names of their own, and providers do not list them. If you know such a name, it is asked for like the known ones.
private-name = Element name
private-name-hint = Like storage
private-namespace = Namespace
private-namespace-hint = Like storage:rosternotes
private-add = Ask for it
private-remove = Remove
private-remove-label = Ask no longer for { $name }

## A copy as a file

copy-title = A copy first
copy-text = With a copy in your hands nothing can be lost, whatever happens to your old provider. It holds your contacts and room passwords, so keep it where only you can read it.
save-file = Save a copy
save-file-busy = Preparing your copy
save-file-ready = Save the copy now
save-file-again = Save it once more
save-to-disk = Save to a place on my disk
save-cancel = Stop saving
save-stay = Please keep this page open until your copy is saved.
save-step-archive = Your messages are coming
save-step-uploads = Your files are coming
save-step-proving = Your copy is read back and checked
save-ready = Your copy { $name } is ready, { $size }. Your browser wants one more press.
save-done = Saved as { $name }, { $size }, and read back: everything is in it.
save-done-partly = Saved as { $name }, { $size }. Not everything could be read, so not everything is in it.
save-done-other = Saved as { $name }, { $size }. You chose something else meanwhile: save once more to have it in a file.

## Before anything is written

review-title = Before and after
review-lead = Nothing has been written yet. This is what would change in { $address }.
review-rows = What would change
review-nothing = There is nothing to add: everything is there already.
review-only-additions =
    { $add ->
        [one] One thing will be added. Nothing that is there will be changed.
       *[other] { $add } things will be added. Nothing that is there will be changed.
    }
review-only-changes =
    { $change ->
        [one] One thing is on both sides, and you decide which stays.
       *[other] { $change } things are on both sides, and you decide which stay.
    }
review-both =
    { $add ->
        [one] One thing will be added.
       *[other] { $add } things will be added.
    } { $change ->
        [one] One thing is on both sides, and you decide which stays.
       *[other] { $change } things are on both sides, and you decide which stay.
    }
review-limits = Contacts move with their names and groups, and nobody hears of it yet. Telling them is a step of its own afterwards, and you choose how.
review-start = Move now

plan-count-add = { $count } will be added
plan-count-same = { $count } already there
plan-count-change =
    { $count ->
        [one] one differs
       *[other] { $count } differ
    }
plan-count-left-out = { $count } left out
plan-add = Will be added
plan-stay-behind = Stays behind
plan-same = Already there
plan-change = Both accounts have this, and they differ
plan-theirs = New account: { $value }
plan-ours = Old account: { $value }
plan-nothing = nothing
choice-legend = Which one should stay: { $item }
choice-keep = Keep what the new account has
choice-take = Take what the old account has
choice-leave = Leave it behind
choice-bring = Bring it along
choice-unite = Put both together
autojoin = My apps may enter these group chats by themselves
autojoin-hint = As with your old account. Without the tick the group chats move along, and you enter them when you like.

## On the way

migrating-title = On its way
migrating-lead = Please keep this page open. Your screen stays on meanwhile, and if the connection drops, it goes on by itself.
migrating-rows = What is being moved
run-preparing = Getting ready
run-held = Paused
run-waiting = Waiting for your connection
run-waiting-text = Nothing is lost. The page signs in to { $address } again by itself and goes on where it was.
run-needs-password = Your password is needed
run-cancelling = Stopping
run-pause = Pause
run-resume = Go on
run-cancel = Stop
run-state-waiting = Waiting its turn
run-state-running = Moving
run-state-paused = Paused
run-state-done = Arrived and checked
run-state-partial = Arrived in part
run-state-failed = Did not arrive
run-state-skipped = Nothing to do
roundabout-origin = Your old provider lets this page in only by a slower way. Everything works the same; it takes longer.
roundabout-destination = Your new provider lets this page in only by a slower way. Everything works the same; it takes longer.
slow-origin = Your old provider is slowing us down. That is its right; it only takes longer.
slow-destination = Your new provider is slowing us down. That is its right; it only takes longer.

status-looking = Looking into your account
status-looked = Everything was looked at
status-saving = Preparing your copy
status-saved = Your copy is saved
status-comparing = Looking into your new account
status-compared = The comparison is ready

## What came of it

report-title-complete = Everything arrived
report-title-partial = Almost everything arrived
report-title-failed = It did not work out
report-title-saved = Your copy is saved
report-title-saved-partly = Your copy is saved, with gaps
report-complete =
    { $arrived ->
        [one] One thing is in your new account. It was read back and checked.
       *[other] { $arrived } things are in your new account. Each was read back and checked.
    }
report-partial =
    { $arrived ->
        [one] One thing arrived and was checked.
       *[other] { $arrived } things arrived and were checked.
    } { $failed ->
        [0] Something could not be read or checked; see below.
        [one] One did not arrive. It is named below, with the reason.
       *[other] { $failed } did not arrive. They are named below, with the reasons.
    }
report-failed =
    { $failed ->
        [0] Nothing could be moved. The reason is named below. Your old account is as it was.
        [one] The one thing there was did not arrive. The reason is named below. Your old account is as it was.
       *[other] None of the { $failed } things arrived. The reasons are named below. Your old account is as it was.
    }
report-saved =
    { $arrived ->
        [one] One thing is in your file. The file was read back and holds it.
       *[other] { $arrived } things are in your file. It was read back and holds each of them.
    }
report-saved-partly =
    { $arrived ->
        [one] One thing is in your file.
       *[other] { $arrived } things are in your file.
    } { $failed ->
        [0] Something could not be read; see below.
        [one] One could not be read; it is named below.
       *[other] { $failed } could not be read; they are named below.
    }
report-rows = Everything, kind by kind
report-exceptions =
    { $count ->
        [one] One exception
       *[other] { $count } exceptions
    }
result-copied = { $count } arrived
result-saved = { $count } saved
result-already-there = { $count } already there
result-changed =
    { $count ->
        [one] one adapted
       *[other] { $count } adapted
    }
result-left-out = { $count } left out
result-failed = { $count } failed
result-history =
    { $count ->
        [one] One message is in your file.
       *[other] { $count } messages are in your file.
    }
report-ends = From { $origin } to { $destination }, { $day }
print-report = Print
report-next = What now
report-next-move = Nobody knows yet that you have moved. Next you can tell your contacts, and see who comes along. Keep your old account until they have.
report-next-backup = Keep the file where only you can read it: it holds your contacts, and passwords of group chats. This page can put it into another account at any time.
report-retry = Try again what failed
report-continue = Tell my contacts
save-report = Save the report

## Why something is changed or left out

reason-this-is-you = This is your new address: nobody is their own contact
reason-united = Two entries meant the same address; their groups are together now
reason-same-as = The same as { $other }, which comes along
reason-resource-dropped = Shortened to the address itself, without the device
reason-own-address = It named your old address and names the new one now
reason-invalid-address = No provider accepts this as an address
reason-kept-theirs = You chose to keep what the new account has
reason-not-chosen = You chose to leave it out
reason-merged = Put together with what the new account has
reason-unsupported = The new provider does not have this
reason-not-yet = This version does not move it yet
reason-not-kept-by-server = The new provider makes this from other data and does not keep it
reason-autojoin-later = Your apps do not enter it by themselves for now, as you chose
reason-web-bookmark = A web address among the group chats; there is no place for it any more
reason-as-vcard4 = Kept in the newer form of the profile
reason-picture-incomplete = Named in the old account, but the picture itself is missing there
reason-picture-from-vcard = Taken from the profile as your picture
reason-older-value = The newer form of the profile says something else, and there is room for one
reason-held-by-other = Comes along with other data that holds the same
reason-declined = You chose not to bring it along
reason-only-in-file = Stays in your file: no app can put it into another account
reason-device-keys = Encryption keys belong to one device and one address. Your apps make new ones at the new account
reason-passing-state = It only held for the moment
reason-earlier-move = The note about an earlier move; it would point the wrong way now
reason-their-subscription = Somebody else follows this; only they can follow it at the new account
reason-stricter-access = The new provider cannot show it to the same people, so fewer can see it there
reason-more-than-server-keeps = The new provider does not keep as many of these; the newest came along
reason-namespace-forgotten = The new provider changes a technical detail of it; what it says is the same
reason-nothing-there = There is nothing in it
reason-other-default = The list came along and is not switched on: your blocked addresses are in the one that is
reason-repeated = Your provider handed it out twice; it is there once
reason-repaired = Put into the form the file needs; what was said is untouched
reason-not-a-message = Holds no message or no time, so there is no place for it
reason-stray = Came from somebody else or unasked, so it was not believed
reason-must-ask-again = Whoever asked has to ask your new address
reason-stays-on-server = Your provider shows them only by handing them out, so they stay for your other apps; most are in the history as well
reason-encrypted-link = Encrypted for the chat; the link in your history still opens it
reason-elsewhere = Stored with somebody else; the link stays in your history
reason-too-many = More files than can be looked after at once; the link stays in your history
reason-not-for-portals = Portals that take such a file do not take this; it is in the complete copy
reason-no-room-for-portals = Larger than portals take; it is in the complete copy

## Problems: what happened, and what one can do

problem-bad-name-what = This is not the name of an element with a namespace.
problem-bad-name-advice = The name has no spaces and no colon, and the namespace is not empty. Whoever made your app can tell you both.
problem-no-endpoint-what = { $domain } does not let browsers in.
problem-no-endpoint-advice = Your address and password may be fine. You can try again later, enter a connection address if your provider gave you one, or send the people there a note.
problem-unreachable-what = { $domain } cannot be reached right now.
problem-unreachable-advice = Your address and password may be fine. See whether you are online, or try again in a while. It can also be that its certificate has run out; a browser does not say.
problem-wrong-password-what = { $domain } did not accept this password.
problem-wrong-password-advice = Check the address and type the password again. Some providers lock an account for a while after several wrong attempts.
problem-account-disabled-what = { $domain } has closed or locked this account.
problem-account-disabled-advice = Only your provider can open it again. Please write to them.
problem-server-busy-what = { $domain } cannot check passwords at the moment.
problem-server-busy-advice = This passes by itself. Try again in a few minutes.
problem-sign-in-refused-what = { $domain } did not let you in.
problem-sign-in-refused-advice = It gave a reason that is not about your password; you find it in the details. Your provider can help.
problem-no-common-mechanism-what = { $domain } offers no safe way to sign in from a browser.
problem-no-common-mechanism-advice = Your password was not sent. Please ask your provider to allow signing in with SCRAM.
problem-plain-only-what = { $domain } wants your password as it is.
problem-plain-only-advice = Usually a provider only gets proof that you know the password. This one takes the password itself, over an encrypted connection. If you trust { $domain }, you can send it.
problem-weaker-than-before-what = { $domain } suddenly asks for a weaker way to sign in than before.
problem-weaker-than-before-advice = Somebody may be listening in. Nothing was sent. Try again from another network, or ask your provider.
problem-server-not-proven-what = { $domain } could not prove that it knows your account.
problem-server-not-proven-advice = It may not be the real one. Do not go on from this network; try another one, and ask your provider if it stays so.
problem-password-needed-what = { $domain } wants your password again.
problem-password-needed-advice = The connection was lost, and it does not come back without the password. Nothing is lost; it goes on from here.
problem-server-broken-what = { $domain } answered in a way that makes no sense.
problem-server-broken-advice = Try again. If it stays so, your provider may want to see the details.
problem-server-closed-stream-what = { $domain } ended the connection.
problem-server-closed-stream-advice = Try again in a while. The details say what it gave as the reason.
problem-same-account-what = This is the account you are coming from.
problem-same-account-advice = Please sign in to the other account, the new one.
problem-connection-lost-what = The connection was lost.
problem-connection-lost-advice = Nothing is lost. The page tries again by itself; you can also try now.
problem-slow-server-what = The provider did not answer in time.
problem-slow-server-advice = It may be busy. Try again in a while.
problem-refused-what = The provider refused this.
problem-refused-advice = The details say which reason it gave. Everything else goes on.
problem-too-large-what = This is { $size }, and the provider takes at most { $limit }.
problem-too-large-advice = It cannot be moved as it is. It stays in your saved copy.
problem-server-closed-what = The provider ended the connection over this item.
problem-server-closed-advice = It is not sent again, so that the rest can go on. It stays in your saved copy.
problem-malformed-answer-what = The provider's answer makes no sense.
problem-malformed-answer-advice = Try again. If it stays so, your provider may want to see the details.
problem-not-kept-what = The provider accepted this, yet it was not there when it was read back.
problem-not-kept-advice = Try again. If it stays so, the provider does not keep this kind of data.
problem-conflict-what = This changed in the new account after you had looked at it.
problem-conflict-advice = It was left as it is there. Go back and compare again to decide.
problem-not-private-what = The provider cannot keep this private.
problem-not-private-advice = It was not written, because others could read it there, passwords of group chats included. It stays in your saved copy.
problem-endless-pages-what = Your provider’s list of messages repeats itself without an end.
problem-endless-pages-advice = What came before is kept. Try again later, or ask your provider.
problem-archive-gap-what = Your provider says it has more messages than it handed out.
problem-archive-gap-advice = What came is kept. Save again later to see whether the rest comes.
problem-not-fetched-what = This file could not be fetched.
problem-not-fetched-advice = Its link is in the report: open it in your browser and save it by hand while the old account exists.
problem-cancelled-what = You stopped before it was its turn.
problem-cancelled-advice = You can go on with the rest at any time.
problem-not-xep-0227-what = This file holds no account.
problem-not-xep-0227-advice = Please choose the file that was saved as a copy of your account. It ends in .xml.
problem-file-too-large-what = Something in this file is larger than any real account needs.
problem-file-too-large-advice = It may be damaged, or not a saved account. Please choose another file.
problem-damaged-file-what = This file is damaged.
problem-damaged-file-advice = The details say where. It may have been cut off while saving; use another copy if you have one.
problem-file-unreadable-what = The browser could not read the file to its end.
problem-file-unreadable-advice = It may have been moved or changed meanwhile, or the space on your device is used up. Please choose it again.
problem-nothing-in-file-what = There is nothing in this file that could be put into an account.
problem-nothing-in-file-advice = Please choose another file.
problem-several-users-what = There are several accounts in this file.
problem-several-users-advice = Please choose which one is yours.
problem-save-refused-what = Your browser did not take the file.
problem-save-refused-advice = Press the button once more. If it stays so, allow downloads for this page.
problem-no-room-what = This browser has room for { $free } at most, and your copy needs about { $needed }.
problem-no-room-advice = Make room on this device, leave something out, or let the page write straight to a place on your disk if your browser offers that.
problem-save-not-proven-what = The file was written, but it does not hold everything that was read.
problem-save-not-proven-advice = Please save it again, and do not rely on this copy.
