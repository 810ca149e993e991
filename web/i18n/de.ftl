language-name = Deutsch
language-direction = ltr

## Parts

language-label = Sprache
password-show = Zeigen
password-hide = Verbergen
path-label = Dein Weg
path-step-done = erledigt
problem-retry = Noch einmal versuchen
problem-details = Technische Einzelheiten
side-origin = Von
side-destination = Nach
side-unknown = noch nicht gewählt
step-change = Ändern
step-change-named = Ändern: { $step }
