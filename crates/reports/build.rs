fn main() {
    texts::generate();
}
