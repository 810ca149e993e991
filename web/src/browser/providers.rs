//! The list of providers: the operator's own in `config.json`, else `providers.json`, which comes with the page.
//! Both stand beside the page; nobody else is asked.

use serde::Deserialize;
use wizard::{Kept, Provider, Providers};

use super::{Clock, fetch_own};

/// Reads the list; what went wrong is for whoever runs the page.
pub async fn load(clock: &Clock) -> Result<Providers, String> {
    if let Ok(text) = fetch_own("config.json", clock).await
        && let Some(own) = of_operator(&text).map_err(|error| format!("config.json: {error}"))?
    {
        return Ok(own);
    }
    let text =
        fetch_own("providers.json", clock).await.map_err(|error| format!("providers.json: {error}"))?;
    bundled(&text).map_err(|error| format!("providers.json: {error}"))
}

#[derive(Deserialize)]
struct Bundled {
    date: String,
    providers: Vec<Written>,
}

/// One provider as it is written down; `docs/self-hosting.md` has the meaning.
#[derive(Deserialize)]
#[serde(default, deny_unknown_fields)]
#[derive(Default)]
struct Written {
    domain: String,
    in_app: bool,
    captcha: bool,
    email: bool,
    page: Option<String>,
    /// In days; 0 is for ever.
    history_days: Option<u32>,
    files_days: Option<u32>,
    countries: Vec<String>,
    since: Option<u16>,
    software: Option<String>,
    free: Option<bool>,
}

fn bundled(text: &str) -> Result<Providers, String> {
    let bundled: Bundled = serde_json::from_str(text).map_err(|error| error.to_string())?;
    Ok(Providers::new(Some(bundled.date), bundled.providers.into_iter().map(provider).collect()))
}

fn of_operator(text: &str) -> Result<Option<Providers>, String> {
    #[derive(Deserialize)]
    struct Settings {
        #[serde(default)]
        providers: Option<Vec<Written>>,
    }
    let settings: Settings = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let own = |own: Vec<Written>| Providers::new(None, own.into_iter().map(provider).collect());
    Ok(settings.providers.map(own))
}

fn provider(written: Written) -> Provider {
    let kept = |days: Option<u32>| match days {
        None => Kept::Unknown,
        Some(0) => Kept::Always,
        Some(days) => Kept::Days(days),
    };
    Provider {
        in_app: written.in_app,
        puzzle: written.captcha,
        email: written.email,
        // It is opened by a press, so only what browsers open safely.
        page: written.page.filter(|page| page.starts_with("https://")),
        history: kept(written.history_days),
        files: kept(written.files_days),
        countries: written.countries.iter().map(|country| country.to_ascii_lowercase()).collect(),
        since: written.since,
        software: written.software,
        free: written.free,
        domain: written.domain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bundled_list_is_whole() {
        let list = bundled(include_str!("../../providers.json")).unwrap();
        assert!(list.date.is_some_and(|date| date.len() == 10));
        assert!(list.all.len() >= 20, "{}", list.all.len());
        for provider in &list.all {
            assert!(provider.in_app || provider.page.is_some(), "{provider:?}: no way to an account");
            assert!(provider.countries.iter().all(|country| country.len() == 2), "{provider:?}");
        }
    }

    #[test]
    fn an_operator_may_have_a_list_of_their_own() {
        let own = r#"{"notice":{}, "providers":[{"domain":"new.example","in_app":true,"history_days":0},
            {"domain":"web.example","page":"javascript:alert(1)"}]}"#;
        let own = of_operator(own).unwrap().unwrap();
        assert_eq!((own.date, own.all.len()), (None, 2));
        assert_eq!((own.all[0].domain.as_str(), own.all[0].history), ("new.example", Kept::Always));
        assert_eq!(own.all[1].page, None);
        assert_eq!(of_operator("{}"), Ok(None));
        assert!(of_operator(r#"{"providers":[{"domian":"x.example"}]}"#).is_err());
    }
}
