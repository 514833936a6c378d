// placed: the end of a vertex stage of the author's.
void main() {
    shader_main();
}
