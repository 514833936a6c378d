// face_light: the light on a face in the water. Vertex stage: set_face_light passes on what holds for the whole
// picture, which a software rasteriser would read for each pixel by itself; set_adrift then gives what is beside the
// face a light of its own, as far as `adrift` says. light_on(normal, open): on skin that is so open to it, 0 to 1,
// after those. from_portrait(texel): what portrait.glsl keeps in bytes. Needs frame.glsl. Cost: 30 operations.
#ifdef VERTEX_STAGE
uniform vec3 key;          // towards the light,
uniform vec3 fill;         // and the fainter one
uniform float brightness;
uniform vec3 glow;         // the light's colour, of frame.light
flat out vec3 key_way, fill_way;
flat out vec3 key_light, fill_light, deep_light, rim_light;  // the last is where light goes through skin

void set_face_light() {
    key_way = key;
    fill_way = fill;
    key_light = (frame.light + frame.counter * 0.45) * glow * brightness;
    fill_light = (frame.dominant * 1.1 + frame.light * 0.12 + frame.other * 0.22) * (0.34 * brightness);
    deep_light = frame.dominant * (0.10 * brightness);
    rim_light = vec3(0.50, 0.10, 0.06) * brightness;
}

void set_adrift(float adrift) {
    vec3 own = (frame.light * glow * 0.14 + frame.dominant * 0.25) * brightness;
    deep_light = mix(deep_light, own, adrift);
    key_light *= 1.0 - adrift;
    fill_light *= 1.0 - adrift;
    rim_light *= 1.0 - adrift;
}
#else
flat in vec3 key_way, fill_way;
flat in vec3 key_light, fill_light, deep_light, rim_light;
#endif

// Silver from where the light is, emerald and violet from the other side, indigo from the deep.
vec3 light_on(vec3 normal, float open) {
    float lit = clamp(dot(normal, key_way), 0.0, 1.0) * open;
    float faint = clamp(dot(normal, fill_way), 0.0, 1.0) * open;
    float edge = lit * max(1.0 - 2.2 * lit, 0.0);
    return key_light * (lit * (0.08 + 1.12 * lit * lit)) + rim_light * edge + fill_light * (faint * faint) + deep_light;
}

vec4 from_portrait(vec4 texel) {
    return texel * vec4(2.0, 2.0, 1.0, 2.0) - vec4(1.0, 1.0, 0.0, 0.0);
}
