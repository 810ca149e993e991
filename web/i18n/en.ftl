language-name = English
language-direction = ltr

## Parts

language-label = Language
password-show = Show
password-hide = Hide
path-label = Your way through
path-step-done = done
problem-retry = Try again
problem-details = Technical details
side-origin = From
side-destination = To
side-unknown = not yet chosen
step-change = Change
step-change-named = Change: { $step }
