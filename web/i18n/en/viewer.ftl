# Reading a saved copy: all of this comes with the second half of the program.

viewer-title = Saved copy
viewer-title-of = Saved copy of { $name }
viewer-lead = Everything here is read from your file, in your browser. Nothing is sent anywhere.
viewer-damaged = Not all of this file could be read. What could be is shown here.
viewer-sections = What is in this copy
viewer-conversations = Conversations ({ $count })
viewer-contacts = Contacts ({ $count })
viewer-rooms = Group chats ({ $count })
viewer-profile = Profile
viewer-no-conversations = There are no messages in this file.
viewer-no-contacts = There are no contacts in this file.
viewer-no-rooms = There are no group chats in this file.
viewer-no-profile = There is no profile in this file.
viewer-silent =
    { $count ->
        [one] One more entry of the history is a notice between apps, such as a receipt, and is not shown.
       *[other] { $count } more entries of the history are notices between apps, such as receipts, and are not shown.
    }
viewer-others = Many other addresses
viewer-messages =
    { $count ->
        [one] one message
       *[other] { $count } messages
    }
viewer-room = Group chat
viewer-more = Show more
viewer-convert = Save in another form
viewer-groups = Groups: { $groups }

## Searching

viewer-search = Search the messages
viewer-search-go = Search
viewer-search-end = End the search
viewer-search-stop = Stop
viewer-search-more = Search on
viewer-searching = Searching
viewer-search-reached = { $percent } percent of the history
viewer-found =
    { $count ->
        [0] Nothing was found for “{ $typed }”.
        [one] One message was found for “{ $typed }”.
       *[other] { $count } messages were found for “{ $typed }”.
    }
viewer-found-so-far =
    { $count ->
        [0] Nothing was found for “{ $typed }” so far.
        [one] One message was found for “{ $typed }” so far.
       *[other] { $count } messages were found for “{ $typed }” so far.
    }
viewer-found-list = What was found

## A conversation

viewer-list = Messages
viewer-choose = Choose a conversation to read it here.
viewer-turning = Opening the conversation
viewer-earlier = Earlier messages
viewer-later = Later messages
viewer-first = Beginning
viewer-last = End
viewer-day = Go to day
viewer-no-time = Without a date
viewer-me = You
viewer-unreadable =
    { $count ->
        [one] One message could not be read: the file has changed since it was opened.
       *[other] { $count } messages could not be read: the file has changed since it was opened.
    }
viewer-edited = edited
viewer-edited-unknown = changes an earlier message that is not in this file
viewer-before = Before that
viewer-retracted = This message was taken back.
viewer-retraction = An earlier message, which is not in this file, was taken back.
viewer-reacted = Reacted to an earlier message that is not in this file: { $reactions }
viewer-reaction-by = by { $names }
viewer-encrypted = Encrypted. Only the devices it was written for can read it.
viewer-subject = New topic: { $subject }
viewer-invited = Invitation to the group chat { $room }
viewer-answers = In answer to { $name }: { $text }
viewer-file = File
viewer-file-encrypted = The file is encrypted; an app with its key can open it.

## The profile

viewer-field-fn = Name
viewer-field-nickname = Nickname
viewer-field-bday = Birthday
viewer-field-email = Email
viewer-field-tel = Phone
viewer-field-adr = Postal address
viewer-field-org = Organisation
viewer-field-title = Title
viewer-field-role = Role
viewer-field-url = Website
viewer-field-note = About
viewer-field-impp = Other addresses
viewer-picture = Profile picture
