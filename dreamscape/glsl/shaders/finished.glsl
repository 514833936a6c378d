// finished: the end of the pass that draws the picture: premultiplied by alpha, within what a display shows, no NaN.
// Define: OPAQUE where alpha means nothing.
void main() {
    shader_colour = vec4(0.0);
    shader_main();
    vec4 c = mix(vec4(0.0), min(shader_colour, 1.0), greaterThan(shader_colour, vec4(0.0)));  // none of NaN is greater
#ifdef OPAQUE
    shader_colour = vec4(c.rgb, 1.0);
#else
    shader_colour = vec4(c.rgb * c.a, c.a);
#endif
}
