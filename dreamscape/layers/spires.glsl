// A crystal: a six-sided prism under a pyramid. Vertex: as dreamscape/facets.py made it; with
// EDGES, a strip along each edge, so wide that its smooth flanks hide the steps of the triangles. Fragment: the ray is
// bent into the glass, each colour by its own index, runs to the far facet, and is bent out or thrown back there, towards
// the light around. Cost: about 200 operations and 3 taps a pixel.
#include "frame.glsl"
#include "gloom.glsl"
uniform float upright;  // 1, or -1 as the wet ground mirrors it

const vec2 SIDE[6] = vec2[6](vec2(1.0, 0.0), vec2(0.5, 0.8660254), vec2(-0.5, 0.8660254), vec2(-1.0, 0.0),
                             vec2(-0.5, -0.8660254), vec2(0.5, -0.8660254));

#ifdef VERTEX_STAGE
#ifdef EDGES
uniform float bevels;
in vec3 start;
in vec3 stop;
in vec3 outward;
in float number;
in vec2 corner;       // which end, which flank: -1 or 1
out float band;       // across the strip, px
flat out vec3 shine;

void main() {
    vec4 from = view_projection * vec4(start, 1.0), to = view_projection * vec4(stop, 1.0);
    if (from.w < 0.2) from = mix(from, to, clamp((0.2 - from.w) / max(to.w - from.w, 1e-4), 0.0, 1.0));
    if (to.w < 0.2) to = mix(to, from, clamp((0.2 - to.w) / max(from.w - to.w, 1e-4), 0.0, 1.0));
    vec2 run = (to.xy / max(to.w, 0.1) - from.xy / max(from.w, 0.1)) * resolution;
    run = dot(run, run) > 1e-6 ? normalize(run) : vec2(1.0, 0.0);
    vec4 clip = corner.x > 0.0 ? to : from;
    float wide = 1.0 + clamp(6.0 / max(clip.w, 0.2), 0.0, 1.2) * resolution.y / 720.0;  // px, half the strip
    clip.xy += vec2(-run.y, run.x) * corner.y * wide / resolution * 2.0 * clip.w;
    clip.z -= 0.4 * (0.03 + 0.004 * clip.w) / max(clip.w, 0.2);  // nearer by that many metres; 0.4 is twice the near plane
    gl_Position = clip;
    band = corner.y * wide;

    vec3 middle = 0.5 * (start + stop);
    vec3 from_eye = middle - eye;
    vec3 view = normalize(from_eye);
    vec3 to_key = key - middle, to_door = door - middle;
    float key_far = dot(to_key, to_key), door_far = dot(to_door, to_door);
    vec3 bounce = reflect(view, outward);
    float lit = max(dot(bounce, to_key * inversesqrt(key_far)), 0.0);
    float glad = max(dot(bounce, to_door * inversesqrt(door_far)), 0.0);
    float f = 1.0 - abs(dot(view, outward));
    shine = (counter * 0.26 + light * 0.07) * (0.15 + f * f) * (0.2 + 0.8 * number);
    shine += (accent * 0.7 + light * 0.5) * lit * lit * lit * 12.0 / (6.0 + key_far);
    shine += (light * 0.6 + accent * 0.2) * glad * glad * dawn * 50.0 / (60.0 + door_far);
    shine = mix(shine * bevels, gloom_colour(view), gloom_veil(length(from_eye)));
}
#else
in vec3 position;
in vec3 inner;
in vec3 normal;
in vec3 across_in;
in vec3 along_in;
in vec4 build_in;
in vec3 sides_a;
in vec3 sides_b;
out vec3 at;               // m, in the world
out vec3 within;           // m, in the crystal
flat out vec3 facing;
flat out vec3 across;
flat out vec3 along;
flat out vec4 build;       // m to the shoulder, m of the tip, taper
flat out vec3 near_sides;  // m from the axis to the sides, at the foot
flat out vec3 far_sides;

void main() {
    at = position;
    within = inner;
    facing = normal;
    across = across_in;
    along = along_in;
    build = build_in;
    near_sides = sides_a;
    far_sides = sides_b;
    gl_Position = view_projection * vec4(at.x, at.y * upright, at.z, 1.0);
}
#endif
#endif

#ifdef FRAGMENT_STAGE
out vec4 colour;
#ifdef EDGES
in float band;
flat in vec3 shine;

void main() {
    float alpha = clamp(1.5 - abs(band), 0.0, 1.0) * 0.9;
    colour = vec4(shine * alpha, alpha);
}
#else
#include "glare.glsl"
uniform float dispersion;
uniform float clarity;
in vec3 at;
in vec3 within;
flat in vec3 facing;
flat in vec3 across;
flat in vec3 along;
flat in vec4 build;
flat in vec3 near_sides;
flat in vec3 far_sides;

// The facet that a ray inside meets first: its normal, not unit, and the way to it. What leaves above the shoulder leaves
// through the face of the tip over that side.
vec4 far_facet(vec3 p, vec3 r) {
    float lean = build.z / build.x;
    float slow = 1e-4, room = 40.0 * slow;
    vec3 met = vec3(0.0, 0.0, 1.0);  // the side's direction, and its distance
    for (int i = 0; i < 6; i++) {
        float d = i < 3 ? near_sides[i] : far_sides[i - 3];
        float left = d - dot(SIDE[i], p.xz) - d * lean * p.y;
        float speed = dot(SIDE[i], r.xz) + d * lean * r.y;
        bool sooner = max(left, 0.0) * slow < room * speed;
        slow = sooner ? speed : slow;
        room = sooner ? max(left, 0.0) : room;
        met = sooner ? vec3(SIDE[i], d) : met;
    }
    float way = room / slow;
    float rise = p.y + r.y * way > build.x ? met.z * (1.0 - build.z) / build.y : met.z * lean;
    return vec4(met.x, rise, met.y, way);
}

// How much of a lamp is seen, in red, green and blue: a narrow lobe about its direction.
vec3 lobes(float straight, float change) {
    vec3 a = max(straight + change * vec3(1.0, 0.0, -1.25), 0.0);
    a *= a;
    a *= a;
    a *= a;
    a *= a;
    a *= a;
    return a * a;
}

float lobe(float x) {
    float a = max(x, 0.0);
    a *= a;
    a *= a;
    a *= a;
    a *= a;
    return a * a;
}

void main() {
    vec3 spot = vec3(eye.x, eye.y * upright, eye.z);
    vec3 from_eye = at - spot;
    float distance = length(from_eye);
    vec3 view = from_eye / distance;
    vec3 normal = facing;
    float front = clamp(-dot(view, normal), 0.0, 1.0);
    float f = 1.0 - front;
    float fresnel = 0.05 + 0.95 * f * f * f * f * f;

    // into the glass: green exactly, red and blue by the slope of Snell's law against the index
    const float INDEX = 1.46;
    float in_glass = sqrt(1.0 - (1.0 - front * front) / (INDEX * INDEX));  // cosine inside
    vec3 inside = view / INDEX + normal * (front / INDEX - in_glass);
    vec3 spread = view + normal * (front - (1.0 - front * front) / (INDEX * in_glass));  // against 1 / index

    mat3 frame = mat3(across, along, cross(across, along));
    vec4 wall = far_facet(within, inside * frame);
    vec3 back = frame * normalize(wall.xyz);

    // out of it, or thrown back: the same for the far facet
    float hit = clamp(dot(inside, back), 0.0, 1.0);
    float outside = 1.0 - INDEX * INDEX * (1.0 - hit * hit);
    float leaving = sqrt(max(outside, 0.02));
    bool thrown = outside < 0.02;
    float turn = thrown ? 2.0 * hit : INDEX * hit - leaving;
    float gain = thrown ? 1.0 : INDEX;
    vec3 green = inside * gain - back * turn;
    float spread_hit = dot(spread, back);
    vec3 change = (spread * gain - back * (thrown ? 2.0 * spread_hit : spread_hit * INDEX)) / INDEX;
    if (!thrown) change -= inside - back * (hit - INDEX * (1.0 - hit * hit) / leaving);  // the exit's own slope
    change *= dispersion * 0.075 / (1.0 + 0.05 * dot(change, change));
    vec3 red = green + change;
    vec3 blue = green - change * 1.25;

    vec3 through = vec3(glare(red), glare(green), glare(blue));
    vec3 to_key = key - at;
    float key_far = dot(to_key, to_key);
    to_key *= inversesqrt(key_far);
    vec3 to_door = door - at;
    float door_far = dot(to_door, to_door);
    to_door *= inversesqrt(door_far);
#if QUALITY > 0
    through += lobes(dot(green, to_key), dot(change, to_key)) * 90.0 / (8.0 + key_far);
#endif
    vec3 hall = lobes(dot(green, to_door), dot(change, to_door));
    through += hall * dawn * 700.0 / (100.0 + door_far);
    float plain = min(min(through.r, through.g), through.b);  // what is not split stays in the blue-black of the glass
    vec3 split = through - plain;
    float most = max(max(split.r, split.g), split.b);
    through = split * (most / (most + 0.35)) * 1.15 + plain * (dominant * 0.9 + counter * 0.12);  // faint smears stay dark

    vec3 depth = 1.0 / (1.0 + wall.w * vec3(0.42, 0.30, 0.17));  // Beer's law, by a rational curve
    float glimmer = 0.55 + 0.45 * dot(back, vec3(0.3, 0.6, -0.2));
    vec3 glass = dominant * (0.035 + 0.05 * glimmer) * depth.b;
    glass += through * depth * depth * clarity * 0.42 * (1.0 - fresnel);

    vec3 mirrored = reflect(view, normal);
    float sheen = 0.10 + 0.9 * clamp(1.0 - abs(mirrored.y - 0.30) * 2.4, 0.0, 1.0);
    glass += (accent + light * 0.3) * 0.11 / (6.0 + key_far) * max(dot(normal, to_key), 0.0);
#if QUALITY > 0
    glass += (accent + light * 0.3) * lobe(dot(mirrored, to_key)) * fresnel * 42.0 / (6.0 + key_far);
    glass += (light * 0.6 + accent * 0.4) * dawn * lobe(dot(mirrored, to_door)) * fresnel * 300.0 / (100.0 + door_far);
#endif
    glass *= 0.35 + 0.65 * smoothstep(-0.3, 1.6, at.y);  // darker at the foot

    colour = vec4(mix(glass, gloom_colour(view), gloom_veil(distance)), 1.0);
}
#endif
#endif
