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
         `threads`, `log`, `log_format`. Mend the file and run again.\n",
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
