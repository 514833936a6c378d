// pool_plane: the water of the pool, the plane z = 0, and the face below it. on_water(part): its point, m, at a place
// of the picture, 0 to 1. in_parts(way): a way on it, in parts of the picture. bent(mid, wave): by how much ripples and
// the opening shift the face, parts of the picture; `mid` m from MIDDLE, `wave` slope (x, y) and height. face_at: the
// face that is seen at a place of the picture, in the light `soft`; CLOSED: while no hole is seen. Needs
// frame.glsl. Cost: on_water 15 operations, bent 20, 5 ms a full screen at 1280x720 on two cores that CLOSED saves;
// face_at also a tap.
uniform float leaving;
uniform float depth;
uniform sampler2D mosaic;
uniform vec2 across;  // what a metre on the water is in parts of the picture, to the right
uniform vec2 along;   // and up
const vec2 MIDDLE = vec2(0.0, 0.1);  // m, where the light falls in and the water opens

vec2 on_water(vec2 part) {
    vec2 ndc = part * 2.0 - 1.0;
    vec3 ray = frame.forward + frame.right * ndc.x + frame.up * ndc.y;
    return frame.eye.xy - frame.eye.z * ray.xy / ray.z;
}

float opening() {
    float x = clamp((frame.act_time - leaving) / 5.5, 0.0, 1.0);
    return x * x * (3.0 - 2.0 * x);
}

float hole_at(float height) {  // m^2 by which the water opens: it gives way, and keeps its area
#ifdef CLOSED
    return 0.0;
#endif
    float o = opening();
    return 0.24 * o * o * o * (1.0 + 0.30 * height);
}

vec2 in_parts(vec2 way) {  // a way on the water, m, in parts of the picture
    return vec2(dot(way, across), dot(way, along));
}

vec2 bent(vec2 mid, vec3 wave) {
    vec2 drawn = mid * (sqrt(max(1.0 - hole_at(wave.z) / (dot(mid, mid) + 1e-4), 0.0)) - 1.0);
    return in_parts(depth * wave.xy + drawn);
}

vec4 face_at(vec2 part, vec3 wave, vec4 soft) {
#ifdef CLOSED
    return texture(mosaic, part + in_parts(depth * wave.xy)) * soft.a;
#else
    return texture(mosaic, part + bent(on_water(part) - MIDDLE, wave)) * soft.a;
#endif
}
