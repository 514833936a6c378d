float scaled(float x) {
    return x * 2.0;
}
