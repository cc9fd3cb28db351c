//! Icons: simple strokes on a 24 × 24 grid. They decorate words and are hidden from screen readers.

use maud::Render;

macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident = $path:literal;)*) => {
        /// An icon; put it into markup as `(Icon::Search)`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum Icon {
            $($(#[$doc])* $name,)*
        }

        impl Icon {
            /// Every icon, for the gallery.
            pub const ALL: &[(&'static str, Self)] = &[$((stringify!($name), Self::$name),)*];

            /// The strokes, as the `d` of an SVG path.
            pub const fn path(self) -> &'static str {
                match self {
                    $(Self::$name => $path,)*
                }
            }
        }
    };
}

icons! {
    Search = "M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13M15.3 15.3 20 20";
    Menu = "M4 7h16M4 12h16M4 17h16";
    Close = "m6 6 12 12M18 6 6 18";
    Check = "m5 12.5 4.5 4.5L19 7.5";
    /// A seal with a check: approved by someone who may.
    Seal = "M12 3l2.4 1.9 3-.2.9 2.9 2.6 1.6-1 2.8 1 2.8-2.6 1.6-.9 2.9-3-.2L12 21l-2.4-1.9-3 .2-.9-2.9-2.6-1.6 1-2.8-1-2.8 2.6-1.6.9-2.9 3 .2zM8.5 12l2.5 2.5 4.5-5";
    Warning = "M12 4 2.8 19.5h18.4zM12 10v4.2M12 16.9v.1";
    /// A stop sign: refused, failed, late.
    Stop = "M8.2 3h7.6L21 8.2v7.6L15.8 21H8.2L3 15.8V8.2zM12 8v4.6M12 15.9v.1";
    Info = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 11v5M12 7.9v.1";
    Circle = "M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14";
    /// A circle, half of it hatched: under way.
    Half = "M12 5a7 7 0 1 0 0 14 7 7 0 0 0 0-14M12 5v14M14.5 6.2v11.6M17 8v8";
    Dash = "M6 12h3M11 12h2M15 12h3";
    Down = "m6 9 6 6 6-6";
    Up = "m6 15 6-6 6 6";
    Left = "m15 5-7 7 7 7";
    Right = "m9 5 7 7-7 7";
    Plus = "M12 5v14M5 12h14";
    Edit = "M4 20l.8-4L16.2 4.6l3.2 3.2L8 19.2zM13.8 7l3.2 3.2";
    Bin = "M4.5 7h15M9.5 7V4.5h5V7M6.5 7l1 13h9l1-13M10 11v5M14 11v5";
    Undo = "M8.5 5 4.5 9l4 4M5 9h9.5a5 5 0 0 1 0 10H10";
    Upload = "M12 16V5M7.5 9.2 12 4.7l4.5 4.5M4.5 15.5V20h15v-4.5";
    Download = "M12 4.5v11M7.5 11.3l4.5 4.5 4.5-4.5M4.5 16v4h15v-4";
    File = "M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5";
    Paper = "M6 3.5h8l4.5 4.5v12.5H6zM14 3.5V8h4.5M9 12h6.5M9 15h6.5M9 18h4";
    Folder = "M3.5 18.5v-13h6l2 2.5h9v10.5z";
    Calendar = "M4.5 6h15v14h-15zM4.5 10.5h15M8.5 3.5V8M15.5 3.5V8";
    Clock = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M12 7.5V12l3.2 2";
    Person = "M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8M4.5 20.5c.7-4 3.6-6 7.5-6s6.8 2 7.5 6";
    People = "M9 5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7M2.5 19.5c.6-3.6 3-5.3 6.5-5.3s5.9 1.7 6.5 5.3M15.5 5.3a3.5 3.5 0 0 1 0 6.5M17.5 14.5c2.3.7 3.6 2.3 4 5";
    Unit = "M4 20.5v-9l8-7 8 7v9zM9.5 20.5v-6h5v6";
    /// The tree of units.
    Tree = "M9 3.5h6v5H9zM3.5 15.5h6v5h-6zM14.5 15.5h6v5h-6zM12 8.5v3.5M6.5 15.5V12h11v3.5";
    Home = "M4 11.5 12 4.5l8 7M6.5 9.5V20h11V9.5";
    House = "M4 11.5 12 4.5l8 7M6.5 9.5V20h11V9.5M10 20v-5.5h4V20";
    List = "M8.5 6.5H20M8.5 12H20M8.5 17.5H20M4.5 6.5v.1M4.5 12v.1M4.5 17.5v.1";
    Table = "M4 5h16v14H4zM4 10h16M4 14.5h16M10 5v14";
    Board = "M4 5h4v14H4zM10 5h4v9h-4zM16 5h4v12h-4z";
    Timeline = "M4 6.5h8M8 12h9M13 17.5h7";
    Chart = "M4.5 4v16H20M8.5 16v-4M13 16V7.5M17.5 16v-6";
    Money = "M3.5 6.5h17v11h-17zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5M6.5 12v.1M17.5 12v.1";
    Voice = "M4 5h16v11.5h-8.5L7 20.5v-4H4z";
    Eye = "M2.5 12c2.5-4.5 5.7-6.5 9.5-6.5s7 2 9.5 6.5c-2.5 4.5-5.7 6.5-9.5 6.5S5 16.5 2.5 12M12 9.3a2.7 2.7 0 1 0 0 5.4 2.7 2.7 0 0 0 0-5.4";
    Star = "m12 4 2.5 5.2 5.7.8-4.1 4 1 5.7L12 17l-5.1 2.7 1-5.7-4.1-4 5.7-.8z";
    Globe = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M3.5 12h17M12 3.5c-5 5-5 12 0 17M12 3.5c5 5 5 12 0 17";
    Gear = "M12 8.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4M12 3v3M12 18v3M3 12h3M18 12h3M5.6 5.6l2.2 2.2M16.2 16.2l2.2 2.2M18.4 5.6l-2.2 2.2M7.8 16.2l-2.2 2.2";
    Bell = "M6 16.5V11a6 6 0 0 1 12 0v5.5l1.5 1.5h-15zM10 20.5h4";
    Link = "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1";
    Print = "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6.5H7z";
    Copy = "M9 9h11v11H9zM15 9V4H4v11h5";
    Filter = "M4 5.5h16L14 13v6l-4-2v-4z";
    Save = "M6 4h12v16.5l-6-4.5-6 4.5z";
    Sun = "M12 8a4 4 0 1 0 0 8 4 4 0 0 0 0-8M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M18.4 5.6 17 7M7 17l-1.4 1.4";
    Moon = "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10";
    Lock = "M5.5 11h13v9.5h-13zM8.5 11V8a3.5 3.5 0 0 1 7 0v3";
    Out = "M14 4.5H5.5v15H14M10 12h10M16.5 8.5 20 12l-3.5 3.5";
    More = "M5.5 12v.1M12 12v.1M18.5 12v.1";
    Help = "M12 3.5a8.5 8.5 0 1 0 0 17 8.5 8.5 0 0 0 0-17M9.5 9.7A2.5 2.5 0 1 1 12 12.3v1.5M12 16.6v.1";
    Send = "M4 12 20.5 4 15 20.5l-3.5-6.5zM11.5 14l9-10";
}

impl Render for Icon {
    fn render_to(&self, buffer: &mut String) {
        buffer.push_str("<svg class=\"i\" viewBox=\"0 0 24 24\" aria-hidden=\"true\"><path d=\"");
        buffer.push_str(self.path());
        buffer.push_str("\"/></svg>");
    }
}
