// face_light: the light on a face in the water. light_on(normal, open): on skin that is so open to it, 0 to 1. Needs
// frame.glsl. from_portrait(texel): what portrait.glsl keeps in bytes. Cost: 40 operations.
uniform vec3 key;          // towards the light,
uniform vec3 fill;         // and the fainter one
uniform float brightness;
uniform vec3 glow;         // the light's colour, of frame.light

// Silver from where the light is, emerald and violet from the other side, indigo from the deep.
vec3 light_on(vec3 normal, float open) {
    float lit = clamp(dot(normal, key), 0.0, 1.0) * open;
    float faint = clamp(dot(normal, fill), 0.0, 1.0) * open;
    float edge = lit * max(1.0 - 2.2 * lit, 0.0);  // where light goes through skin
    vec3 light = (frame.light + frame.counter * 0.45) * glow * lit * (0.08 + 1.12 * lit * lit)
        + vec3(0.50, 0.10, 0.06) * edge
        + (frame.dominant * 1.1 + frame.light * 0.12 + frame.other * 0.22) * faint * faint * 0.34
        + frame.dominant * 0.10;
    return light * brightness;
}

vec3 light_adrift() {  // on a cell beside the face
    return (frame.light * glow * 0.14 + frame.dominant * 0.25) * brightness;
}

vec4 from_portrait(vec4 texel) {
    return texel * vec4(2.0, 2.0, 1.0, 2.0) - vec4(1.0, 1.0, 0.0, 0.0);
}
