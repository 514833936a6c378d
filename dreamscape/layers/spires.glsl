// A crystal: a six-sided prism under a pyramid. Vertex: as dreamscape/places/street/crystal_mesh.py made it; with
// EDGES, a strip along each edge, so wide that its smooth flanks hide the steps of the triangles. Fragment: the ray is
// bent into the glass, runs to the far facet, is bent out or thrown back there, and meets what lies behind; where that
// is a fine light, each colour leaves by its own way. PLAIN: a dark facet that only mirrors, for what is far or in the
// wet ground. Cost: about 220 operations and a tap a pixel; PLAIN, 70 operations.
#include "frame.glsl"
#include "touch.glsl"
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
    vec4 from = frame.view_projection * vec4(start, 1.0), to = frame.view_projection * vec4(stop, 1.0);
    if (from.w < 0.2) from = mix(from, to, clamp((0.2 - from.w) / max(to.w - from.w, 1e-4), 0.0, 1.0));
    if (to.w < 0.2) to = mix(to, from, clamp((0.2 - to.w) / max(from.w - to.w, 1e-4), 0.0, 1.0));
    vec2 run = (to.xy / max(to.w, 0.1) - from.xy / max(from.w, 0.1)) * frame.resolution;
    run = dot(run, run) > 1e-6 ? normalize(run) : vec2(1.0, 0.0);
    vec4 clip = corner.x > 0.0 ? to : from;
    float wide = 1.0 + clamp(6.0 / max(clip.w, 0.2), 0.0, 1.2) * frame.resolution.y / 720.0;  // px, half the strip
    clip.xy += vec2(-run.y, run.x) * corner.y * wide / frame.resolution * 2.0 * clip.w;
    // nearer by that many metres; 0.4 is twice the near plane
    clip.z -= 0.4 * (0.03 + 0.004 * clip.w) / max(clip.w, 0.2);
    gl_Position = clip;
    band = corner.y * wide;

    vec3 middle = 0.5 * (start + stop);
    vec3 from_eye = middle - frame.eye;
    vec3 view = normalize(from_eye);
    vec3 to_key = key - middle, to_door = door - middle;
    float key_far = dot(to_key, to_key), door_far = dot(to_door, to_door);
    vec3 bounce = reflect(view, outward);
    float lit = max(dot(bounce, to_key * inversesqrt(key_far)), 0.0);
    float glad = max(dot(bounce, to_door * inversesqrt(door_far)), 0.0);
    float f = 1.0 - abs(dot(view, outward));
    shine = (frame.counter * 0.26 + frame.light * 0.07) * (0.15 + f * f) * (0.2 + 0.8 * number);
    shine += (frame.accent * 0.7 + frame.light * 0.5) * lit * lit * lit * 12.0 / (6.0 + key_far);
    shine += (frame.light * 0.6 + frame.accent * 0.2) * glad * glad * dawn * 50.0 / (60.0 + door_far);
    if (touched) {
        shine += (frame.counter * 0.30 + frame.light * 0.10) * (0.3 + 0.7 * number) * felt_at(in_view(from_eye));
    }
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
    gl_Position = frame.view_projection * vec4(at.x, at.y * upright, at.z, 1.0);
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
in vec3 at;
flat in vec3 facing;

float lobe(float x) {
    float a = max(x, 0.0);
    a *= a;
    a *= a;
    a *= a;
    a *= a;
    return a * a;
}

// What a facet throws back: the air, the key, the door; and a little of the key's light that lies on it.
vec3 thrown_back(vec3 view, vec3 normal, float fresnel) {
    vec3 mirrored = reflect(view, normal);
    vec3 to_key = key - at, to_door = door - at;
    float key_far = dot(to_key, to_key), door_far = dot(to_door, to_door);
    to_key *= inversesqrt(key_far);
    to_door *= inversesqrt(door_far);
    vec3 c = gloom_colour(mirrored) * fresnel * 1.3;
    c += (frame.accent + frame.light * 0.3) * (0.10 * max(dot(normal, to_key), 0.0)
        + lobe(dot(mirrored, to_key)) * (0.06 + fresnel) * 26.0) / (6.0 + key_far);
    c += (frame.light * 0.6 + frame.accent * 0.4) * dawn
        * (0.030 * max(dot(normal, to_door), 0.0) + lobe(dot(mirrored, to_door)) * (0.06 + fresnel) * 3.0) * 100.0
        / (100.0 + door_far);
    return c;
}

#ifdef PLAIN
void main() {
    vec3 from_eye = at - vec3(frame.eye.x, frame.eye.y * upright, frame.eye.z);
    float distance = length(from_eye);
    vec3 view = from_eye / distance;
    float f = 1.0 - clamp(-dot(view, facing), 0.0, 1.0);
    float fresnel = 0.05 + 0.95 * f * f * f * f;
    float glimmer = 0.5 + 0.5 * dot(facing, vec3(0.53, 0.35, -0.77));
    vec3 glass = (frame.dominant * 0.10 + frame.counter * 0.02) * glimmer * glimmer
        + thrown_back(view, facing, fresnel);
    if (touched) {
        glass += (frame.dominant * 0.40 + frame.counter * 0.12) * glimmer * glimmer * felt_at(in_view(at - frame.eye));
    }
    colour = vec4(mix(glass * (0.35 + 0.65 * smoothstep(-0.3, 1.6, at.y)), gloom_colour(view), gloom_veil(distance)),
        1.0);
}
#else
uniform sampler2D beyond;  // the spires further down the street, small
uniform vec3 arcs[2];      // the poles of two great circles of light, far away
uniform float dispersion;
uniform float clarity;
in vec3 within;
flat in vec3 across;
flat in vec3 along;
flat in vec4 build;
flat in vec3 near_sides;
flat in vec3 far_sides;

#include "prism.glsl"

// What lies behind: the street as it is seen through the glass, or the air where that leads out of the picture.
vec3 seen_through(LightPath path) {
    vec4 clip = frame.view_projection * vec4(at + path.inside * path.wall.w + path.green * 9.0, 1.0);
    vec2 seen_at = clip.xy / max(clip.w, 0.5) * 0.5 + 0.5;
    vec2 edge = smoothstep(vec2(0.0), vec2(0.06), 0.5 - abs(seen_at - 0.5)) * step(0.5, clip.w);
    vec4 seen = texture(beyond, clamp(seen_at, 0.0, 1.0));
    vec3 air = gloom_colour(path.green);
    vec3 through = mix(air, seen.rgb + air * (1.0 - seen.a), edge.x * edge.y);
    return through;
}

// Light of a far arc, split into its colours; few facets catch it, more near what shines.
void split_light(float distance, float front, LightPath path, float key_far, float door_far, out float own,
    out vec3 split) {
    own = fract(dot(facing, vec3(37.1, 61.7, 23.3)) + dot(path.back, vec3(17.3, 5.1, 29.9)));
    float near = 9.0 / (7.0 + key_far) + 14.0 * dawn / (30.0 + door_far);
    float caught = smoothstep(0.74 - 0.30 * min(near, 1.0), 0.80, own) * (0.3 + 1.7 * near)
        * smoothstep(1.5, 10.0, distance);
    vec3 leaves = within + path.ray * path.wall.w;
    float grown = dot(leaves.xz, vec2(0.8, -0.6)) / near_sides.x * 0.42 + leaves.y * 0.08;  // no facet is quite flat
    vec2 parted = vec2(dot(path.change, arcs[0]), dot(path.change, arcs[1]));
    parted += sign(parted + 1e-6) * 0.030;
    split = spectrum(dot(path.green, arcs[0]) + grown, parted.x, 21.0)
        + spectrum(dot(path.green, arcs[1]) - grown, parted.y, 26.0);
    split -= 0.85 * min(min(split.r, split.g), split.b);  // where colours do not part, nothing shines
    split *= caught * (0.25 + 0.75 * front);
}

// The glass with what is seen through it, what it throws back, and its inner edges.
vec3 lit_glass(vec3 from_eye, float distance, vec3 view, vec3 normal, float fresnel, LightPath path, vec3 through,
    float own, vec3 split) {
    vec3 depth = 1.0 / (1.0 + path.wall.w * vec3(0.62, 0.36, 0.16));  // Beer's law, by a rational curve
    float rib = 0.02 * distance * frame.pixel * 720.0;
    float inner = rib / (rib + path.next * 9.0);  // where two far facets meet, a line is seen inside
    float glimmer = 0.5 + 0.5 * dot(path.back, vec3(0.3, 0.6, -0.5));
    vec3 glass = frame.dominant * 0.045 * glimmer * depth.b
        + (frame.counter * 0.10 + frame.dominant * 0.16) * inner * depth.b;
    glass += (through * depth * (1.0 + 0.8 * inner) * 0.85 + split * (0.45 + 0.55 * depth.b)) * clarity
        * (1.0 - fresnel);
    glass += thrown_back(view, normal, fresnel);
    if (touched) {  // it lights from within: along its inner edges, and in colours where they part
        float felt = felt_at(in_view(from_eye) + 0.10 * path.green.xy);
        float own_of = 0.35 + 0.65 * own;
        glass += (frame.counter * 0.20 + frame.dominant * 0.55 + frame.light * 0.05)
            * (0.14 + 1.5 * inner + 0.8 * glimmer * glimmer) * depth * own_of * felt;
        glass += (through * 0.8 + split * 1.6) * depth * clarity * felt;
    }
    glass *= 0.35 + 0.65 * smoothstep(-0.3, 1.6, at.y);  // darker at the foot
    return glass;
}

void main() {
    vec3 from_eye = at - frame.eye;
    float distance = length(from_eye);
    vec3 view = from_eye / distance;
    vec3 normal = facing;
    float front = clamp(-dot(view, normal), 0.0, 1.0);
    float f = 1.0 - front;
    float fresnel = 0.04 + 0.96 * f * f * f * f * f;

    // into the glass: green exactly, red and blue by the slope of Snell's law against the index
    float in_glass = sqrt(1.0 - (1.0 - front * front) / (INDEX * INDEX));  // cosine inside
    LightPath path;
    path.inside = view / INDEX + normal * (front / INDEX - in_glass);
    vec3 spread = view + normal * (front - (1.0 - front * front) / (INDEX * in_glass));  // against 1 / index

    mat3 facet = mat3(across, along, cross(across, along));
    
    path.ray = path.inside * facet;
    path.wall = far_facet(within, path.ray, path.next);
    path.back = facet * normalize(path.wall.xyz);

    path = bend_out(path, spread);

    vec3 through = seen_through(path);

    vec3 to_key = key - at, to_door = door - at;
    float key_far = dot(to_key, to_key), door_far = dot(to_door, to_door);
    float glow = lobe(dot(path.green, to_key) * inversesqrt(key_far)) * 10.0 / (8.0 + key_far);
    through += (frame.accent + frame.light * 0.4) * glow;
    through += (frame.light * 0.6 + frame.accent * 0.5) * lobe(dot(path.green, to_door) * inversesqrt(door_far)) * dawn
        * 60.0 / (60.0 + door_far);

    float own;
    vec3 split;
    split_light(distance, front, path, key_far, door_far, own, split);

    vec3 glass = lit_glass(from_eye, distance, view, normal, fresnel, path, through, own, split);

    colour = vec4(mix(glass, gloom_colour(view), gloom_veil(distance)), 1.0);
}
#endif
#endif
#endif
