// kept: the end of a pass into a target: the shader's colour as it is.
void main() {
    shader_colour = vec4(0.0);
    shader_main();
}
