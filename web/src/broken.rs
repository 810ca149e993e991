//! What is said when the page's own program fails. It cannot go on then, so
//! the sentence is prepared beforehand and shown without it.

use std::panic::PanicHookInfo;

use gloo::utils::document;

use crate::i18n::Locale;

/// Shows `page-broken` should the program panic.
pub fn prepare(locale: &Locale) {
    let sentence = locale.plain("page-broken");
    yew::set_custom_panic_hook(Box::new(move |info| {
        web_sys::console::error_1(&info.to_string().into());
        show(&sentence, info);
    }));
}

fn show(sentence: &str, info: &PanicHookInfo<'_>) -> Option<()> {
    let document = document();
    let main = document.create_element("main").ok()?;
    main.set_class_name("boot");
    for (name, text) in [("p", sentence), ("pre", &info.to_string())] {
        let element = document.create_element(name).ok()?;
        element.set_text_content(Some(text));
        main.append_child(&element).ok()?;
    }
    main.set_attribute("role", "alert").ok()?;
    document.body()?.replace_children_with_node_1(&main);
    Some(())
}
