// mere_light: what holds for a whole picture of the mere, passed on by the vertices: rasterisers on a CPU read that
// faster than uniforms. Vertex stage: set_mere, which also sets gl_Position to a triangle that covers the target; needs
// frame.glsl, air_map.glsl, lamp_lit. Fragment stage: the way to what is seen, not normalised, and the rest. WATER:
// what water needs besides. DAY, HEAVEN: as in mere.glsl. Cost: negligible.
#ifdef VERTEX_STAGE
uniform float part;  // px that a fragment covers, each way
out vec3 way;
flat out vec2 ahead;    // the camera's, level
flat out float bearing_of_lamp;  // its sine
flat out float pixel;   // radians
flat out float now;     // s
flat out float rooted;  // 1 where a small target keeps roots of light
flat out vec3 far_ridge, far_dark, far_moss;  // colours of far_land

#ifdef WATER
uniform sampler2D mirror;
uniform vec3 mere_place;
uniform vec2 below_place;
uniform float below;
out vec2 across;        // the place in the picture, 0 to 1
flat out vec2 start;    // of p, m
flat out float high;    // m, of the eye
flat out float grazed;  // a pixel's part of the water, over the square of its distance, 1 / m
flat out vec2 paws_at, waves_at, fine_at;  // of the noise, now
flat out vec3 lamp_at, dominant, counter, light, bottom;
flat out vec3 sinks;    // how bright: light from below, the key's in the water, and on it
flat out vec2 below_at, way_below;  // m, of light from below; from the lamp to it, over the square of its length
flat out float lamp_deep;  // m, from the eye
flat out vec2 per_deep, least_blur;  // of the mirror image: how far a metre before the lamp bends it; at least blurred
#if HEAVEN == 2
uniform vec2 moon;
flat out vec2 moon_at;
#endif
#ifdef DAY
flat out vec3 gathered;  // what waves gather by day
#endif

void set_water(vec2 size) {
    across = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2) * size * frame.texel;
    start = frame.eye.xz;
    high = frame.eye.y;
    grazed = frame.pixel / max(frame.eye.y, 0.05);
    paws_at = vec2(frame.time * 0.045, -frame.time * 0.06) + mere_place.zy;
    waves_at = vec2(frame.time * 0.16, -frame.time * 0.11) + mere_place.xz;
    fine_at = vec2(-frame.time * 0.34, frame.time * 0.27);
    lamp_at = lamp;
    dominant = frame.dominant;
    counter = frame.counter;
    light = frame.light;
    bottom = frame.shadow * 0.5;
    sinks = vec3(exp(-max(frame.act_time - 0.6, 0.0) * 0.85) * below, lamp_lit() * (0.75 + 0.5 * frame.heart),
        lamp_lit() * (0.8 + 0.35 * frame.heart));
    below_at = below_place;
    vec2 to_dreamer = below_place - lamp.xz;
    way_below = to_dreamer / dot(to_dreamer, to_dreamer);
    lamp_deep = max(dot(lamp - frame.eye, frame.forward), 0.4);
    per_deep = 1.0 / (lamp_deep * vec2(length(frame.right), length(frame.up)));
    least_blur = max(0.8 / vec2(textureSize(mirror, 0)), 0.5 * part * frame.texel);
#if HEAVEN == 2
    moon_at = moon;
#endif
#ifdef DAY
    bottom += (frame.other * 0.42 + frame.dominant * 0.16) * 0.8;
    gathered = (frame.other * 0.42 + frame.dominant * 0.16) * 0.3 + frame.light * 0.06;
#endif
}
#endif

void set_mere() {
    vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
    vec2 size = ceil(frame.resolution / part) * part;  // px of the picture that the target covers
    way = view_ray(corner * size);
    ahead = normalize(frame.forward.xz);
    bearing_of_lamp = normalize(lamp.xz - frame.eye.xz).x;
    pixel = frame.pixel;
    now = frame.time;
    rooted = step(1.5, part);
    far_dark = frame.shadow;
#ifdef DAY
    far_ridge = frame.dominant * 0.55 + frame.counter * 0.10;
    far_dark = frame.dominant * 0.30 + frame.other * 0.16;
    far_moss = frame.other * 0.10;
#else
    far_ridge = frame.shadow + frame.dominant * 0.008;
    far_moss = frame.accent;
#endif
#ifdef WATER
    set_water(size);
#endif
    gl_Position = vec4(corner * 2.0 - 1.0, 1.0, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
in vec3 way;
flat in vec2 ahead;
flat in float bearing_of_lamp, pixel, now, rooted;
flat in vec3 far_ridge, far_dark, far_moss;
#ifdef WATER
in vec2 across;
flat in float high, grazed, lamp_deep;
flat in vec2 start, paws_at, waves_at, fine_at, below_at, way_below, per_deep, least_blur;
flat in vec3 lamp_at, dominant, counter, light, bottom, sinks;
#if HEAVEN == 2
flat in vec2 moon_at;
#endif
#ifdef DAY
flat in vec3 gathered;
#endif
#endif

// Light as the target keeps it: fourth roots of half of it, if that has eight bits.
vec3 kept(vec3 lit) {
#ifdef DAY
    return lit;
#else
    return rooted > 0.5 ? sqrt(sqrt(max(0.5 * lit, 0.0))) : lit;
#endif
}
#endif
