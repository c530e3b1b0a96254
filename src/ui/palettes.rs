//! True-colour themes: the colours of each, by what they are for. A test holds every one to its contrast.

use crate::ui::theme::Background;
use ratatui::style::Color;

/// The colours of a theme.
#[derive(Debug, PartialEq, Eq)]
pub struct Palette {
    pub name: &'static str,
    pub background: Background,
    pub back: Color,
    pub text: Color,
    /// What is there when looked for.
    pub quiet: Color,
    /// Thin lines between panes.
    pub rule: Color,
    pub accent: Color,
    /// What is new.
    pub new: Color,
    pub green: Color,
    pub red: Color,
    pub blue: Color,
    pub violet: Color,
    pub cyan: Color,
}

const fn rgb(hex: u32) -> Color {
    let [_, red, green, blue] = hex.to_be_bytes();
    Color::Rgb(red, green, blue)
}

macro_rules! palettes {
    ($($name:literal $background:ident $back:literal $text:literal $quiet:literal $rule:literal $accent:literal $new:literal
        $green:literal $red:literal $blue:literal $violet:literal $cyan:literal;)+) => {
        &[$(Palette {
            name: $name,
            background: Background::$background,
            back: rgb($back),
            text: rgb($text),
            quiet: rgb($quiet),
            rule: rgb($rule),
            accent: rgb($accent),
            new: rgb($new),
            green: rgb($green),
            red: rgb($red),
            blue: rgb($blue),
            violet: rgb($violet),
            cyan: rgb($cyan),
        }),+]
    };
}

/// All of them: the dark ones, the light ones, and two of high contrast.
//                   name                back      text      quiet     rule      accent    new       green     red       blue      violet    cyan
pub const PALETTES: &[Palette] = palettes! {
    "nord"                Dark  0x002e_3440 0x00e5_e9f0 0x009a_a5b8 0x004c_566a 0x0088_c0d0 0x00eb_cb8b 0x00a3_be8c 0x00e0_8a92 0x008f_b3d9 0x00c8_a0c0 0x008f_bcbb;
    "gruvbox-dark"        Dark  0x0028_2828 0x00eb_dbb2 0x00a8_9984 0x0050_4945 0x00fa_bd2f 0x00fe_8019 0x00b8_bb26 0x00fb_6a54 0x0083_a598 0x00d3_869b 0x008e_c07c;
    "catppuccin-mocha"    Dark  0x001e_1e2e 0x00cd_d6f4 0x009b_a1bd 0x0045_475a 0x0089_b4fa 0x00f9_e2af 0x00a6_e3a1 0x00f3_8ba8 0x0074_c7ec 0x00cb_a6f7 0x0094_e2d5;
    "tokyo-night"         Dark  0x001a_1b26 0x00c0_caf5 0x0086_8db3 0x003b_4261 0x007a_a2f7 0x00e0_af68 0x009e_ce6a 0x00f7_768e 0x007d_cfff 0x00bb_9af7 0x0073_daca;
    "dracula"             Dark  0x0028_2a36 0x00f8_f8f2 0x0099_a3c9 0x0044_475a 0x00bd_93f9 0x00f1_fa8c 0x0050_fa7b 0x00ff_6e6e 0x008b_e9fd 0x00ff_79c6 0x008b_e9fd;
    "solarized-dark"      Dark  0x0000_2b36 0x00a6_b4b5 0x0080_9396 0x0025_4b55 0x0038_9ce0 0x00cb_9a18 0x0095_a717 0x00f0_655f 0x0038_9ce0 0x0098_9ae0 0x0035_b0a6;
    "rose-pine"           Dark  0x0019_1724 0x00e0_def4 0x0090_8caa 0x0040_3d52 0x00c4_a7e7 0x00f6_c177 0x009c_cfd8 0x00eb_6f92 0x0072_b4cc 0x00eb_bcba 0x009c_cfd8;
    "gruvbox-light"       Light 0x00fb_f1c7 0x003c_3836 0x0071_6559 0x00d5_c4a1 0x0007_6678 0x00af_3a03 0x006b_6606 0x009d_0006 0x0007_6678 0x008f_3f71 0x0035_6b4a;
    "catppuccin-latte"    Light 0x00ef_f1f5 0x004c_4f69 0x0068_6b82 0x00bc_c0cc 0x001e_5fe0 0x00a4_5c00 0x002b_7a1e 0x00c4_0d36 0x0017_6d94 0x0080_35d8 0x0010_6b70;
    "solarized-light"     Light 0x00fd_f6e3 0x0045_5a61 0x005f_7379 0x00d5_cfb9 0x001a_6fac 0x008f_6a00 0x0062_7000 0x00c2_2925 0x001a_6fac 0x0055_58b0 0x0017_7068;
    "paper"               Light 0x00ff_ffff 0x0024_2424 0x0066_6666 0x00d0_d0d0 0x0000_4ea6 0x009a_3d00 0x001d_6b2a 0x00b0_1515 0x0000_4ea6 0x006b_2fa0 0x0000_6570;
    "high-contrast-dark"  Dark  0x0000_0000 0x00ff_ffff 0x00d0_d0d0 0x0090_9090 0x0060_d8ff 0x00ff_e14d 0x007c_ff7c 0x00ff_9a9a 0x009c_c8ff 0x00ff_b0ff 0x0070_ffff;
    "high-contrast-light" Light 0x00ff_ffff 0x0000_0000 0x0036_3636 0x0070_7070 0x0000_2f9e 0x006b_2400 0x0000_4a0c 0x0080_0000 0x0000_2f9e 0x0054_0075 0x0000_4550;
};

/// The palette of this name.
pub fn palette(name: &str) -> Option<&'static Palette> {
    PALETTES.iter().find(|palette| palette.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance (WCAG 2.2).
    fn luminance(color: Color) -> f64 {
        let Color::Rgb(red, green, blue) = color else {
            panic!("{color} is no true colour");
        };
        let linear = |channel: u8| {
            let value = f64::from(channel) / 255.0;
            if value <= 0.040_45 {
                value / 12.92
            } else {
                ((value + 0.055) / 1.055).powf(2.4)
            }
        };
        0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
    }

    fn contrast(one: Color, other: Color) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn everything_can_be_read_on_its_background() {
        for palette in PALETTES {
            let high = palette.name.starts_with("high-contrast");
            let least = if high { 7.0 } else { 4.5 };
            let check = |what: &str, color| {
                let found = contrast(color, palette.back);
                assert!(found >= least, "{} {what}: {found:.2}", palette.name);
            };
            check("text", palette.text);
            check("quiet", palette.quiet);
            check("accent", palette.accent);
            check("new", palette.new);
            check("green", palette.green);
            check("red", palette.red);
            check("blue", palette.blue);
            check("violet", palette.violet);
            check("cyan", palette.cyan);
            let dark = luminance(palette.back) < 0.2;
            assert_eq!(
                dark,
                palette.background == Background::Dark,
                "{}",
                palette.name
            );
        }
    }

    #[test]
    fn names_are_unlike_and_some_are_of_high_contrast() {
        let mut names: Vec<&str> = PALETTES.iter().map(|palette| palette.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), PALETTES.len());
        let high = names
            .iter()
            .filter(|name| name.starts_with("high-contrast"));
        assert_eq!(high.count(), 2);
    }
}
