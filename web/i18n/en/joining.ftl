# Getting a new account: by invitation, or with a provider of one's choice.

## The ways to it

new-account-none = No new account yet?
invite-way = I have an invitation
invite-way-text = A link that somebody sent you
register-way = Help me choose a provider
register-way-text = Make an account right here

## An invitation

invite-title = Your invitation
invite-lead = Paste the link you were sent. Nobody is asked anything before you go on.
invite-link = Invitation
invite-link-hint = A link that begins with https:// or xmpp:
invite-scan = Read it from a picture
invite-scan-hint = Take a picture of the square code, or choose one. It stays in your browser.
invite-scanning = Looking for the code
invite-to = This invitation is for an account at { $domain }.
invite-from = { $name } invites you. When your account is made, { $name } and you become contacts.
invite-guessed = The provider is taken from the link. If addresses there end differently, change it below.

## A provider

register-title = Your new provider
register-lead = Type the provider you want, or choose one from the list. Nobody is asked anything before you have chosen.
register-domain = Provider
register-domain-hint = The part after the @, like example.org

providers-open = Show me some providers
providers-loading = Getting the list
providers-failed = The list cannot be shown. For whoever runs this page: { $error }
providers-origin = From the XMPP Providers project, as of { $date }. The list is part of this page, so it may be out of date; what counts is what a provider says itself.
providers-of-operator = Put together by whoever runs this page.
providers-shown = { $done } of { $total } providers
filter-here = Only where I can make the account right here
filter-no-puzzle = Only without a picture puzzle
filter-free = Only free of charge
filter-history = Messages are kept
filter-history-any = for any time
filter-history-days =
    { $count ->
        [one] for at least a day
       *[other] for at least { $count } days
    }
filter-country = Country
filter-country-any = Any
provider-here = You make your account right here.
provider-puzzle = You make your account right here and solve a small picture puzzle.
provider-web = You make your account on the provider’s own page.
provider-email = It wants to know an e-mail address.
provider-history-days =
    { $count ->
        [one] Messages are kept for a day.
       *[other] Messages are kept for { $count } days.
    }
provider-history-always = Messages are kept as long as you like.
provider-files-days =
    { $count ->
        [one] Files you send are kept for a day.
       *[other] Files you send are kept for { $count } days.
    }
provider-files-always = Files you send are kept as long as you like.
provider-since = since { $year }
provider-free = free of charge
provider-paid = costs money
provider-choose = Choose { $domain }

## The account itself

register-username = Name
register-username-hint = It becomes the part before @{ $domain }.
register-username-reserved = This name at { $domain } was reserved for you.
register-password = New password
register-password-hint = It goes from this page straight to your new provider, nowhere else. Keep it: your apps will ask for it.
register-suggest = Suggest a strong one
register-copy = Copy
register-copied = Copied. Put it where you keep your passwords; this page shows it only now.
register-asking = Asking { $domain } what else it wants to know
register-said = { $domain } says: { $words }
register-lacks = { $domain } wants to know a little more. Please fill in what is below; nothing was sent yet.
register-picture = A picture with letters to type in
register-optional = { $label } (if you like)
register-field-ocr = What do you see in the picture?
register-field-email = E-mail address
register-field-nick = Nickname
register-field-name = Full name
register-field-first = First name
register-field-last = Last name
register-field-phone = Telephone
register-field-date = Date of birth
register-field-url = Web page
register-submit = Make my account
registering = Making your account

## On the provider's own page

register-elsewhere = { $domain } makes accounts on its own page. It opens in a new tab, and this page waits here with all it has read.
register-page = Open the page of { $domain }
register-come-back = Come back when your account is made, and sign in with it.
register-made = I have my account now

## Problems

problem-no-code-what = There is no code to be read in this picture.
problem-no-code-advice = Please take it again, straight from above and with enough light, so that the whole square is in it. Or paste the link.
problem-bad-invitation-what = This does not look like an invitation.
problem-bad-invitation-advice = Please copy the whole link you were sent. It begins with https:// or xmpp: and has a long row of letters in it.
problem-contact-invitation-what = This invitation makes { $name } your contact, but it does not come with an account.
problem-contact-invitation-advice = Ask for an invitation that allows a new account, or choose a provider yourself. You can open this one in your app later.
problem-invitation-used-what = { $domain } does not take this invitation.
problem-invitation-used-advice = It was used before, or its time is up. Whoever invited you can make a new one.
problem-bad-provider-what = This does not look like a provider.
problem-bad-provider-advice = It is the part after the @ in an address, like example.org.
problem-bad-username-what = This name cannot be used.
problem-bad-username-advice = Letters, digits, dots and hyphens always work; spaces and the signs " & ' / : < > @ do not.
problem-bad-new-password-what = This password cannot be used.
problem-bad-new-password-advice = It is empty or has signs in it that no keyboard shows. Please type another, or take the one suggested.
problem-form-incomplete-what = An answer is missing: { $name }
problem-form-incomplete-advice = Your new provider asks for it. Please fill it in.
problem-name-taken-what = Somebody at { $domain } has this name already.
problem-name-taken-advice = Choose another name. If the account is yours, go back and sign in to it.
problem-too-many-accounts-what = { $domain } lets nobody make another account so soon.
problem-too-many-accounts-advice = Many providers want ten minutes between two accounts from one place, some an hour or a day. Nothing is lost; wait a while and press the button again.
problem-captcha-wrong-what = The answer to the picture puzzle was not right, or came too late.
problem-captcha-wrong-advice = There is a new picture now. Your name and password are still filled in.
problem-registration-closed-what = { $domain } makes no accounts this way.
problem-registration-closed-advice = Perhaps it does so by invitation or on its own page only. You can choose another provider.
problem-registration-refused-what = { $domain } did not make the account.
problem-registration-refused-advice = Another name or a longer password may help. Some providers take new people by invitation only; what this one said is in the technical details.
