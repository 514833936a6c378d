// finished: the end of the pass that draws the picture: premultiplied by alpha, within what a display shows, no NaN.
// Define: OPAQUE where alpha means nothing.
void main() {
    shader_colour = vec4(0.0);
    shader_main();
    vec4 c = mix(clamp(shader_colour, 0.0, 1.0), vec4(0.0), isnan(shader_colour));
#ifdef OPAQUE
    shader_colour = vec4(c.rgb, 1.0);
#else
    shader_colour = vec4(c.rgb * c.a, c.a);
#endif
}
