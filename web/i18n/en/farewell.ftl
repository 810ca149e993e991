# Telling people, and seeing who comes along.

## The stage

farewell-title = Tell your people
farewell-title-return = Who has followed
farewell-title-asking = Your people are hearing of it
farewell-title-listening = Everybody has been asked
farewell-looking = Looking at how things stand
farewell-lead-looking = First a quiet look at { $old } and { $new }. Nobody notices.
farewell-lead =
    { $count ->
        [0] Nobody here can be asked to come along. What you can still do stands below.
        [one] One person knows you at { $old }. You choose how they hear of { $new }, and then you see them come along.
       *[other] { $count } people know you at { $old }. You choose how they hear of { $new }, and then you see who comes along.
    }
farewell-lead-return = This is how far everybody is. Press Start to go on: whoever has not been asked gets their turn, and whoever asks you is let in.
farewell-lead-asking = One after the other is asked to follow you to { $new }. Whoever says yes moves over, here before your eyes.
farewell-lead-listening = Now it is up to them. Some say yes within minutes, some when they next open their app.
farewell-start = Start
farewell-start-more = Do this as well

ago-moment = just now
ago-minutes = { $count } min ago
ago-hours =
    { $count ->
        [one] an hour ago
       *[other] { $count } hours ago
    }
ago-days =
    { $count ->
        [one] yesterday
       *[other] { $count } days ago
    }
until-hours =
    { $count ->
        [one] in an hour
       *[other] in { $count } hours
    }
until-days =
    { $count ->
        [one] tomorrow
       *[other] in { $count } days
    }

## What stands at the old address

farewell-statement = Leave a note at my old address
farewell-statement-hint = It says that you are at { $new } now. It is how the providers of your contacts can tell that a request is really from you.
statement-audience = Who may read the note
audience-open = Anyone who knows my old address
audience-contacts = Only my contacts
audience-open-hint = Every provider can check it. It also means that anyone who knows your old address can look up the new one.
audience-contacts-hint = Nobody else can look up your new address. Many providers cannot check the note either, so more people will see an ordinary request and decide by your words.
statement-looking = Looking whether there is one already.
statement-busy = Being written, and read back from your new account.
statement-unpublished = There is no note yet.
statement-published = The note is there. It has not been read from outside yet.
statement-readable = The note is there, and your new account could read it like any stranger.
statement-for-contacts = The note is there. Strangers cannot read it, as you wanted.
statement-unreadable = The note is there, but nobody else can read it.
statement-elsewhere = There is a note already, and it points to { $address }.
statement-withdrawn = The note was taken back.
statement-replaces = If you start now, your old address points to the new one, no longer to { $address }. Untick the note to leave it as it is.
statement-withdraw = Take the note back
start-all-the-same = Go on all the same
farewell-unreadable-what = The note is at your old address, but your new account cannot read it.
farewell-unreadable-advice = Other providers will not be able to check it either, and your requests arrive like those of somebody unknown, with your words beside them. You can start once more, or go on all the same.

note-title = Say it in my old profile, too
note-words = I have moved. You find me at { $new } now.
note-in-status = In the status of my old account
note-in-status-hint = While this page is open, contacts who see you there read: “{ $note }”
note-in-profile = In the profile of my old account
note-in-profile-hint = Whoever opens your old profile reads: “{ $note }”
note-busy = Being written.
note-done = It is there.

## Asking contacts

farewell-notify =
    { $count ->
        [0] Stay to let in those who follow
        [one] Ask one contact to follow
       *[other] Ask { $count } contacts to follow
    }
farewell-notify-hint = Each gets one request from your new address, never a second one unless you ask for it. Blocked people get nothing.
farewell-presence = While this goes on, your contacts may see you online at { $new }.
farewell-time = Asking everybody takes { $time }. It is slow on purpose: providers stop whoever asks many people at once. Please keep this page open.
farewell-time-moment = Please keep this page open meanwhile.
farewell-asking = Asking
farewell-held = Paused
farewell-next = The next request can go out in { $time }.
farewell-listening = As long as this page stays open, those who ask you back are let in at once. You can also close it and return in a few days.
preview-caption = How it looks in their app
preview-accept = Accept
preview-decline = Decline
request-words = I have moved from { $old } to this address. Please let me in here, too.
request-words-file = My old address was { $old }. I am at this one now. Please let me in here.

reward-of =
    { $count ->
        [one] of one has come along
       *[other] of { $count } have come along
    }
count-mutual = { $count } with you
count-approved = { $count } said yes
count-pre-approved =
    { $count ->
        [one] one may come
       *[other] { $count } may come
    }
count-asked = { $count } asked
count-unknown = { $count } asked, not known to have arrived
count-waiting = { $count } to be asked
count-declined = { $count } said no
count-unreachable = { $count } cannot be reached
count-not-asked = { $count } not asked

## The list

people-title =
    { $count ->
        [one] Your contact
       *[other] Your { $count } contacts
    }
people-sort = In order of
people-by-state = who has come along
people-by-name = name
people-asking =
    { $count ->
        [one] One contact asks to see you at your new address. They wait for your answer.
       *[other] { $count } contacts ask to see you at your new address. They wait for your answer.
    }
people-strangers =
    { $count ->
        [one] Somebody who was no contact of yours asks, too. This page answers nobody you do not know; your app asks you about them.
       *[other] { $count } who were no contacts of yours ask, too. This page answers nobody you do not know; your app asks you about them.
    }
contact-waiting = Not asked yet
contact-asked = Asked, no answer yet
contact-unknown = Asked; whether it arrived is not known
contact-pre-approved = Let in as soon as they ask you
contact-approved = Said yes
contact-mutual = You see each other
contact-declined = Said no, or no longer exists
contact-gone = This address no longer exists
contact-unreachable = { $provider } cannot be reached
contact-asking = Asks to see you
contact-no-subscription = Only in your list; neither saw the other
contact-only-they-saw = Saw you, you did not see them: they have to ask
contact-this-is-you = Your own new address
contact-blocked = Blocked, so left alone
contact-gateway = In another network: first sign in to its gateway with your new account
contact-not-copied = Not in your new account, so not asked
contact-approve = Let them in
contact-approve-label = Let { $name } in
contact-nudge = Ask again
contact-nudge-label = Ask { $name } again
contact-nudge-later = You can ask again { $time }.

## Messages

farewell-message = Write to some of them from my old account
farewell-message-hint = For people whom a request does not reach, and for those you would rather tell yourself.
message-text = Your message
message-words = I have moved. My new address is { $new }. Please add me there: xmpp:{ $new }?roster
message-to =
    { $count ->
        [0] To nobody yet
        [one] To one person
       *[other] To { $count } people
    }
message-only-they-saw = No request can be sent to them
message-lately = You wrote to each other lately
message-sending = On its way
message-sent = Sent
message-failed = Not sent
message-sending-some =
    { $sent ->
        [0] Sending, a few at a time.
       *[other] { $sent } sent so far, a few at a time.
    } { $failed ->
        [0] { "" }
       *[other] { $failed } could not be sent.
    }
message-sent-some = { $sent } sent. { $failed ->
        [0] { "" }
       *[other] { $failed } could not be sent; see why in the list.
    }

## Group chats

farewell-rooms =
    { $count ->
        [one] Open a group chat for my new address
       *[other] Open { $count } group chats for my new address
    }
farewell-rooms-hint = Your new address gets the rights the old one has, where you may give them. The old one keeps its own.
rooms-running = Asking the group chats.
rooms-may-join = My old account may enter where nothing else helps
rooms-may-join-hint = Some group chats tell only those who are inside. It enters quietly and leaves at once; others may see it come and go.
rooms-autojoin = My apps may enter them by themselves again
rooms-autojoin-hint = Where they did so with your old account.
room-granted = Open for your new address, and checked
room-invited = Your new address is invited
room-request-needed = Only those in charge there can let you in
room-unreachable = Cannot be reached right now
room-owner = It is yours: your new address can be let in
room-admin = You help run it: your new address can be let in
room-open = Open to everybody
room-may-invite = Members may bring others in
room-members-only = For members only
room-as-owner = Make the new address its owner, too
room-as-owner-hint = An owner can change and close this group chat. Without the tick it may come in and help, no more.
room-request = Where only those in charge can let you in, write this to them from your old account:
room-request-words = I have moved from { $old } to { $new }. Please let my new address into this group chat.

## Afterwards

todo-title = What now
todo-apps = Sign in with your apps.
todo-apps-text = On every phone and computer, as { $new }. Keep the old account in them for a while.
todo-keys = Encryption starts anew.
todo-keys-text = Your apps make new keys for { $new }. Contacts may be asked to confirm them; that is as it should be.
todo-keep = Keep the old account for some weeks.
todo-keep-text = Your note stands there, some people open their app rarely, and messages to { $old } arrive only there.
todo-return = Come back in a few days.
todo-return-text = Choose “See who has followed” on the first page. Who has not answered can be asked once more then.
todo-link = To hand on, your new address as a link:
ledger-kept = So that nobody is asked twice when you come back, { $new } keeps a list of who was asked and when. No other account can read it.
ledger-forget = Remove that list

## The old account's end

delete-title = Delete my old account
delete-text = This cannot be undone. The note at { $old } disappears, and everybody there sees you leave. There is no hurry: an account nobody uses does no harm.
delete-behind = { $behind } of { $of } have not come along yet. For them you would be gone.
delete-unfinished = This is not finished:
delete-insist = Delete it all the same
unfinished-copy = The copy you began to save
unfinished-history =
    { $count ->
        [one] One message of your history, saved nowhere yet
       *[other] { $count } messages of your history, saved nowhere yet
    }
unfinished-uploads =
    { $count ->
        [one] One uploaded file, saved nowhere yet
       *[other] { $count } uploaded files, saved nowhere yet
    }
unfinished-contacts =
    { $count ->
        [one] One contact is still to be asked
       *[other] { $count } contacts are still to be asked
    }
unfinished-messages = Messages that are on their way
unfinished-rooms =
    { $count ->
        [one] One group chat has not let your new address in
       *[other] { $count } group chats have not let your new address in
    }
delete-confirm = Your old address, typed once more
delete-confirm-hint = Type { $old } to confirm.
delete-account = Delete my old account
delete-busy = Deleting
delete-unknown = The connection ended before there was an answer. Your old account may be deleted or not. Try to sign in there with an app: if it lets you in, the account is still there.
deleted = { $old } is deleted. Its provider said so.

## What went wrong

farewell-failed-look = It could not be seen how things stand.
farewell-failed-statement = The note at your old address could not be written.
farewell-failed-contacts = Asking your contacts could not go on.
farewell-failed-ledger = The list of who was asked could not be kept in your new account.
farewell-failed-messages = The messages could not be sent.
farewell-failed-note = Your old profile could not be changed.
farewell-failed-rooms = The group chats could not be asked.
farewell-failed-deletion = Your old provider did not delete the account. It is as it was.

status-telling = Contacts are being asked
status-told = Everybody has been asked
status-farewell-looked = You can choose what to tell
