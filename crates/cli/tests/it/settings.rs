//! Settings that cannot be used are told before anything is touched.

use std::net::TcpListener;

use crate::program::Place;

const ADVICE: &str =
    ". Check --database, the right to write to the folder, and whether the PostgreSQL server runs.\n";

#[test]
fn a_slip_of_the_pen_in_the_settings_file_is_told() {
    let place = Place::new();
    place.write("mine.toml", "databse = \"x\"\n");
    place.run(&["--config", "mine.toml", "migrate"]).refuses(
        2,
        "doanket: Cannot read the settings file mine.toml: TOML parse error at line 1, column 1\n  |\n1 | databse = \"x\"\n  | ^^^^^^^\n\
         unknown field `databse`, expected one of `data`, `database`, `files`, `listen`, `public_url`, `max_upload_mb`, `rules`, \
         `threads`, `log`, `log_format`, `openid`, `signing`. Mend the file and run again.\n",
    );
    assert!(!place.path("data").exists(), "nothing was made");
}

#[test]
fn a_settings_file_that_is_not_there_is_told() {
    Place::new().run(&["--config", "none.toml", "migrate"]).refuses(
        2,
        "doanket: Cannot read the settings file none.toml: No such file or directory (os error 2). Mend the file and run again.\n",
    );
}

#[test]
fn the_settings_file_of_the_folder_is_used() {
    let place = Place::new();
    place.write("doanket.toml", "data = \"elsewhere\"\n");
    assert_eq!(place.run(&["migrate"]).code, Some(0));
    assert!(place.path("elsewhere/doanket.db").exists());
    // The command line goes before the environment, and both before the file.
    assert_eq!(place.run_with(&["migrate"], &[("DOANKET_DATA", "variable")]).code, Some(0));
    assert!(place.path("variable/doanket.db").exists());
    assert_eq!(
        place.run_with(&["migrate", "--data", "asked"], &[("DOANKET_DATA", "variable")]).code,
        Some(0)
    );
    assert!(place.path("asked/doanket.db").exists());
}

#[test]
fn a_variable_that_must_be_a_number_is_checked() {
    for (name, value) in
        [("THREADS", "two"), ("MAX_UPLOAD_MB", "-1"), ("MAX_UPLOAD_MB", "99999999999999999999")]
    {
        let message = format!(
            "doanket: The environment variable DOANKET_{name} must be a number, not “{value}”. Mend it and run again.\n"
        );
        Place::new().run_with(&["migrate"], &[(&format!("DOANKET_{name}"), value)]).refuses(2, &message);
    }
}

#[test]
fn the_largest_number_for_the_upload_limit_is_no_overflow() {
    let told = Place::new().run_with(&["migrate"], &[("DOANKET_MAX_UPLOAD_MB", "18446744073709551615")]);
    assert_eq!((told.code, told.err.as_str()), (Some(0), ""));
}

#[test]
fn a_data_folder_that_cannot_be_made_is_told() {
    let place = Place::new();
    place.write("file", "");
    let message = format!(
        "doanket: Cannot open the database: cannot create folder file/data: Not a directory (os error 20){ADVICE}"
    );
    place.run(&["migrate", "--data", "file/data"]).refuses(3, &message);
}

#[test]
fn a_file_that_is_no_database_is_left_alone() {
    let place = Place::new();
    place.write("letter.db", "This is a letter, and no database at all.");
    let message = format!(
        "doanket: Cannot open the database: file is not a database: Error code 26: file is not a database{ADVICE}"
    );
    place.run(&["migrate", "--database", "letter.db"]).refuses(3, &message);
    assert_eq!(
        std::fs::read(place.path("letter.db")).expect("reads"),
        b"This is a letter, and no database at all."
    );
}

#[test]
fn a_server_that_does_not_answer_is_told() {
    // A port that was free a moment ago, and that nobody listens on now.
    let port =
        TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a port").port();
    let url = format!("postgres://nobody@127.0.0.1:{port}/none");
    let message = format!(
        "doanket: Cannot open the database: Error occurred while creating a new object: error connecting to server: Connection refused (os error 111){ADVICE}"
    );
    Place::new().run(&["migrate", "--database", &url]).refuses(3, &message);
    let message = format!(
        "doanket: Cannot open the database: invalid connection string: invalid value for option `port`{ADVICE}"
    );
    Place::new().run(&["migrate", "--database", "postgres://:::"]).refuses(3, &message);
}

#[test]
fn an_address_that_is_taken_is_told_before_anything_is_made() {
    let place = Place::new();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    let message = format!(
        "doanket: Cannot listen on {address}: Address already in use (os error 98). Another program may use it; choose another address with --listen.\n"
    );
    place.run(&["serve", "--listen", &address]).refuses(3, &message);
    assert!(!place.path("data").exists(), "nothing was made");
}

const OPENID: &str = "public_url = \"https://office.example\"\n[openid]\nissuer = \"https://id.example\"\n";

#[test]
fn half_a_provider_is_told() {
    let check = |settings: &str, message: &str| {
        let place = Place::new();
        place.write("doanket.toml", settings);
        place.run(&["migrate"]).refuses(2, &format!("doanket: {message}\n"));
        assert!(!place.path("data").exists(), "nothing was made");
    };
    let lacks = |name: &str| {
        format!(
            "Sign-in with the organisation's account lacks “{name}”. Add it to the section [openid] of the settings file (public_url \
             stands outside it) and run again; or take the section out."
        )
    };
    check(OPENID, &lacks("client_id"));
    check("[openid]\nclient_id = \"x\"\n", &lacks("issuer"));
    check("[openid]\nissuer = \"https://id.example\"\nclient_id = \"x\"\n", &lacks("public_url"));
    check(
        "public_url = \"https://office.example\"\n[openid]\nissuer = \"http://id.example\"\nclient_id = \"x\"\n",
        "“http://id.example” cannot be the issuer: the address must begin with https:// (http:// only on this very machine). Mend it \
         and run again.",
    );
    check(
        &format!("{OPENID}client_id = \"x\"\nclaim = \"name\"\n"),
        "“name” cannot be the claim. Choose email, preferred_username or sub and run again.",
    );
    let with_file = |line: &str| format!("{OPENID}client_id = \"x\"\n{line}\n");
    check(
        &with_file("authorities_file = \"doanket.toml\""),
        "The file doanket.toml holds no PEM certificate. Name the file with the authority's certificate and run again.",
    );
    let place = Place::new();
    place.write("doanket.toml", with_file("client_secret_file = \"none\""));
    place.run(&["migrate"]).refuses_around(
        1,
        "doanket: Cannot read none: ",
        "Check the path and the right to read it.\n",
    );
}

#[test]
fn a_provider_in_the_environment_puts_the_button_on_the_page() {
    let office = crate::office::Office::new(kit::storage::Engine::Sqlite);
    office.place.write("secret", "abc\n");
    office.place.write("doanket.toml", "[openid]\nclient_secret_file = \"secret\"\nclient_id = \"x\"\nissuer = \"https://id.example\"\npublic_url = 1\n");
    let told = office.run(&["migrate"]);
    assert!(
        told.code == Some(2) && told.err.contains("unknown field `public_url`") && !told.err.contains("abc"),
        "{told:?}"
    );
    let settings =
        format!("{OPENID}client_secret_file = \"secret\"\nclient_id = \"x\"\nlabel = \"Sơn La ID\"\n");
    office.place.write("doanket.toml", settings);
    let server = office.serve();
    let page =
        crate::http::ask(&server.address, "GET", "/sign-in", &[], b"").expect("answers").expect(200).text();
    assert!(page.contains("Đăng nhập bằng Sơn La ID"), "{page}");
    server.stop();
}

#[test]
fn a_folder_of_rules_that_is_not_there_is_told() {
    let place = Place::new();
    place.write("paper.txt", "CÔNG VĂN");
    let message = |path: &str| {
        format!("doanket: There is no folder of rules at {path}. Check the path and run again.\n")
    };
    place.run(&["extract", "paper.txt", "--rules", "none"]).refuses(2, &message("none"));
    place.run(&["extract", "paper.txt", "--rules", "paper.txt"]).refuses(2, &message("paper.txt"));
    place
        .run_with(&["serve", "--listen", "127.0.0.1:0"], &[("DOANKET_RULES", "none")])
        .refuses(2, &message("none"));
    assert!(!place.path("data").exists(), "nothing was made");
}
