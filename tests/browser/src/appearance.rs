//! How the page looks, and on what.

use serde_json::{Value, json};

use crate::{Tab, bundle};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// 390 by 844 pixels, touched.
    Phone,
    /// 360 by 740 pixels. Without the zooming of a touched screen, which would hide what is too wide.
    SmallPhone,
    /// 1280 by 800 pixels, with a mouse.
    Laptop,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    Light,
    Dark,
}

impl Size {
    /// Width and height in pixels, and whether it is touched.
    fn metrics(self) -> (u32, u32, bool) {
        match self {
            Size::Phone => (390, 844, true),
            Size::SmallPhone => (360, 740, false),
            Size::Laptop => (1280, 800, false),
        }
    }

    fn name(self) -> &'static str {
        match self {
            Size::Phone => "phone",
            Size::SmallPhone => "small-phone",
            Size::Laptop => "laptop",
        }
    }
}

impl Scheme {
    fn name(self) -> &'static str {
        match self {
            Scheme::Light => "light",
            Scheme::Dark => "dark",
        }
    }
}

impl Tab {
    pub async fn resize(&self, size: Size) {
        let (width, height, is_touched) = size.metrics();
        self.screen(width, height, is_touched).await;
        self.chromium.command("Emulation.setScrollbarsHidden", json!({ "hidden": true })).await;
        self.chromium.command("Emulation.setTouchEmulationEnabled", json!({ "enabled": is_touched })).await;
    }

    async fn screen(&self, width: u32, height: u32, mobile: bool) {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile });
        self.chromium.command("Emulation.setDeviceMetricsOverride", metrics).await;
    }

    /// Colours as the system prefers them, and no motion.
    pub async fn scheme(&self, scheme: Scheme) {
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme.name() },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.chromium.command("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    /// Motion and colours as they are by default.
    pub async fn default_media(&self) {
        self.chromium.command("Emulation.setEmulatedMedia", json!({ "features": [] })).await;
    }

    /// Checks what is shown with axe in both schemes, and takes a picture of it in each scheme at the
    /// sizes of a phone and of a laptop.
    pub async fn look(&self, name: &str) {
        for scheme in [Scheme::Light, Scheme::Dark] {
            self.scheme(scheme).await;
            self.assert_accessible(&format!("{name}, {}", scheme.name())).await;
            for size in [Size::Laptop, Size::Phone] {
                self.resize(size).await;
                self.picture_at(&format!("{name}-{}-{}", size.name(), scheme.name()), size).await;
            }
        }
        self.default_media().await;
    }

    /// A picture of the whole page, on a screen as high as it takes.
    pub async fn picture_at(&self, name: &str, size: Size) {
        /// A list of two hundred contacts is not worth a picture of its length.
        const HIGHEST: u64 = 4000;
        let (width, height, is_touched) = size.metrics();
        let whole = self.run("return document.documentElement.scrollHeight", vec![]).await;
        let whole = u32::try_from(whole.as_u64().unwrap().min(HIGHEST)).unwrap();
        self.screen(width, whole.max(height), is_touched).await;
        self.picture(name).await;
        self.screen(width, height, is_touched).await;
    }

    /// A picture of what is shown, in `target/screenshots`.
    pub async fn picture(&self, name: &str) {
        let bytes = self.chromium.driver.screenshot_as_png().await.unwrap();
        let folder = bundle::screenshots();
        std::fs::create_dir_all(&folder).unwrap();
        std::fs::write(folder.join(format!("{name}.png")), bytes).unwrap();
    }

    /// What makes the page scroll sideways, if it does.
    pub async fn too_wide(&self, when: &str) -> Option<String> {
        let script = "const root = document.documentElement, width = root.clientWidth;
            const place = e => [e.getBoundingClientRect().left, e.getBoundingClientRect().right];
            const wide = [...document.querySelectorAll('body *')].filter(e => {
                const [left, right] = place(e);
                return right > left && (right > width + 1 || left < -1) && !e.closest('.visually-hidden');
            });
            const named = wide.slice(0, 4).map(e => `${e.tagName}.${e.getAttribute('class')} ${place(e)}`);
            return [root.scrollWidth, width, named]";
        let found = self.run(script, vec![]).await;
        let number = |value: &Value| value.as_u64().unwrap_or_default();
        if number(&found[0]) <= number(&found[1]) {
            return None;
        }
        self.picture(&format!("too-wide-{}", when.replace(|c: char| !c.is_ascii_alphanumeric(), "-"))).await;
        Some(format!("{when}: {} over {} pixels: {}", found[0], found[1], found[2]))
    }
}
