// lit: the end of the pass of a layer among layers of light: its colours as linear light, premultiplied by alpha.
// Define: OPAQUE where alpha means nothing.
vec3 light_of(vec3 c) {  // IEC 61966-2-1
    return mix(c / 12.92, pow((c + 0.055) / 1.055, vec3(2.4)), step(0.04045, c));
}

void main() {
    shader_colour = vec4(0.0);
    shader_main();
    vec4 c = mix(vec4(0.0), min(shader_colour, 1.0), greaterThan(shader_colour, vec4(0.0)));
#ifdef OPAQUE
    c.a = 1.0;
#endif
    shader_colour = vec4(light_of(c.rgb) * c.a, c.a);
}
