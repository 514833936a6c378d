// A crystal: a six-sided prism under a pyramid. Vertex: as dreamscape/places/street/crystal_mesh.py made it. Fragment:
// the ray is bent into the glass, runs to the far facet, is bent out or thrown back there, and meets what lies behind;
// where that is a fine light, each colour leaves by its own way; fractures and a milky foot are met on the way. PLAIN:
// a dark facet that only mirrors, for what is far or in the wet ground. Cost: about 260 operations and a tap a pixel;
// PLAIN, 60 operations.
#include "frame.glsl"
#include "touch.glsl"
#include "gloom.glsl"
#include "sine.glsl"
#include "roots.glsl"

#ifdef VERTEX_STAGE
const float APART = 1.9;  // as crystal_mesh.py has it
uniform float upright;  // 1, or -1 as the wet ground mirrors it
in vec3 position;
in vec3 inner;
in vec3 normal;
in vec3 across_in;
in vec3 along_in;
in vec4 build_in;
in vec3 sides_in;
in vec4 flaw_in;
in vec3 edges_in;
in vec3 up_in;        // m, from the foot to the shoulder
in vec3 edges_up;     // how edges change by that way
in float rise;        // part of it, hidden by nearer crystals
out vec3 at;          // m, in the world
out vec3 within;      // m, from the foot, in the facet's axes
out vec3 edges;       // m, from the facet's edges
flat out vec3 facing;  // in the facet's axes, as what follows and the lamps, which are from the foot; of PLAIN, world's
flat out vec3 upwards, glimmers, owns;  // the world's height, and two directions that facets differ by
flat out float own_facing;  // of the latter, what the facet itself has
flat out vec3 sideways;  // the world's x axis
flat out vec4 build;  // m to the shoulder, how much the sides and the tip's faces lean, a number of the crystal's own
flat out vec3 sides;  // m from the axis to the sides across, at the foot
flat out vec4 flaw;   // of the fractures: how many the way through the crystal meets in each m, and where they are
flat out vec3 sung;   // the hue of the crystal's pitch class, as much of it as is heard
flat out float slim, chance;  // about one over the crystal's half width, 1 / m; a number for its fractures
flat out vec3 key_glow, door_glow;  // light of the lamps
flat out vec3 lamp_inside, resting;  // and of what is in the glass, by them and by itself,
flat out vec3 seam_glow, wall_glow;  // along its inner edges and on far facets
flat out mat2x3 arcs;  // the poles of two great circles of light, far away, as flaws.glsl has them
flat out vec3 picture_right, picture_up;  // parts of the picture's width and height for a direction
flat out vec2 texel;
flat out vec3 shares;  // how much wider a seam of far facets is in each m; dispersion, clarity
flat out vec2 striae;  // how deep these are near the eye, and how much less in each m
flat out float before;  // m, of the eye from the facet's plane
flat out vec4 dim;    // the light of a crystal that is not seen through, and how far it is on the way to be one, 0 to 1
flat out vec2 ground;  // what to scale heights above the eye by and to add, for 0 to 1 from the foot up
uniform float clear;  // m, how deep in the picture that is
uniform mat2x3 poles;
uniform vec3 turn_right, turn_up;
uniform float dispersion;
uniform float clarity;

// A facet's own dark light.
vec3 dark_glass(vec3 facing) {
    float glimmer = 0.5 + 0.5 * dot(facing, vec3(0.53, 0.35, -0.77));
    return (frame.dominant * 0.10 + frame.counter * 0.02) * (glimmer * glimmer);
}

// What holds for the whole picture.
void pass_lights() {
    pass_lamps();
    eye.y *= upright;
    key_glow = frame.accent + frame.light * 0.35;
    door_glow = (frame.light * 0.6 + frame.accent * 0.45) * dawn;
    lamp_inside = frame.accent * 0.4 + frame.light * 0.45;
    resting = frame.dominant * 0.16 + frame.counter * 0.05;
    seam_glow = frame.dominant * 0.16 + frame.counter * 0.10;
    wall_glow = frame.dominant * 0.045;
    texel = frame.texel;
}

// What the crystal is like.
void pass_build(mat3 facet) {
    within = inner + up_in * facet * rise;
    edges = edges_in + edges_up * rise;
    build = vec4(build_in.x, build_in.z / build_in.x, (1.0 - build_in.z) / build_in.y, build_in.w);
    sides = sides_in;
    flaw = flaw_in;
    int pitch = int(fract(build.w * 7.0) * 11.999);
    sung = (0.55 + 0.45 * cos(6.2831853 * (float(pitch) / 12.0 + vec3(0.0, 0.67, 0.33)))) * heard_pitch(pitch);
    slim = APART * length(flaw.xyz);
    chance = flaw.w * 7.3 + build.w * 31.0;
    own_facing = dot(normal, vec3(37.1, 61.7, 23.3));
    float dark = -0.2 - 0.1 * dim.w, wide = 1.0 + 0.9 * dim.w;
    ground = vec2(1.0, frame.eye.y - dark) / wide;
    striae = vec2(1.6, 26.0 * frame.pixel) * (0.035 - 0.035 * dim.w);
}

// What is in the glass, as much as is seen of it.
void dim_lights(float clear) {
    shares = vec3(frame.pixel * 0.3, dispersion * 0.075, clarity * clear);
    lamp_inside *= clear;
    resting *= clear;
    seam_glow *= clear;
    wall_glow *= clear;
    sung *= clear;
}

// All places and directions in the facet's axes, in which the way of light is found.
void turn_to(mat3 facet, vec3 foot) {
    eye = (eye - foot) * facet;
    key = (key - foot) * facet;
    door = (door - foot) * facet;
    ahead = ahead * facet;
    facing = normal * facet;
    before = dot(eye - within, facing);
    upwards = vec3(0.0, 1.0, 0.0) * facet;
    sideways = vec3(1.0, 0.0, 0.0) * facet;
    glimmers = vec3(0.15, 0.3, -0.25) * facet;
    owns = vec3(17.3, 5.1, 29.9) * facet;
    arcs = mat2x3(poles[0] * facet * 11.50, poles[1] * facet * 14.24);
    picture_right = turn_right * facet;
    picture_up = turn_up * facet;
}

void main() {
    pass_lights();
    at = position + up_in * rise;
    facing = normal;
#ifdef PLAIN
    dim.w = 1.0;
#else
    mat3 facet = mat3(across_in, along_in, cross(across_in, along_in));
    vec3 foot = position - facet * inner;
    dim.w = clamp(((frame.view_projection * vec4(foot, 1.0)).w / clear - 0.8) * 5.0, 0.0, 1.0);
    pass_build(facet);
    turn_to(facet, foot);
    dim_lights(1.0 - dim.w);
#endif
    dim.rgb = dark_glass(normal) * dim.w;
    gl_Position = frame.view_projection * vec4(at.x, at.y * upright, at.z, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
#include "lit.glsl"
out vec4 colour;
in vec3 at;
flat in vec3 facing;
flat in vec3 key_glow, door_glow;
flat in vec4 dim;

// What Schlick's approximation leaves of it, flatter, in facets that are not seen through.
float at_far_glass(float f) {
    float f2 = f * f;
    return 0.05 + 0.95 * (f2 * f2);
}

#ifdef PLAIN
uniform float root;  // 1 for a picture of 8 bits, which holds the roots of light

void main() {
    vec3 from_eye = at - eye;
    float far = dot(from_eye, from_eye), foot = 0.35 + 0.65 * smoothstep(-0.3, 1.6, at.y);
    float nearness = inversesqrt(far), distance = far * nearness;
    vec3 view = from_eye * nearness;
    float fresnel = at_far_glass(1.0 - clamp(-dot(view, facing), 0.0, 1.0));
    Lit by_key = lit_by(key, at, KEY_SIZE), by_door = lit_by(door, at, DOOR_SIZE);
    vec3 air = gloom_colour(view), mirrored = reflect(view, facing);
    vec3 glass = dim.rgb + gloom_colour(mirrored) * fresnel * 1.3
        + key_glow * key_back(by_key, mirrored, facing, 0.06 + fresnel)
        + door_glow * door_back(by_door, mirrored, facing, 0.06 + fresnel);
    if (touched) glass += dim.rgb * (4.5 * felt_at(in_view(at - frame.eye)));
    vec3 seen = mix(glass * foot, air, gloom_veil(distance));
    colour = vec4(root > 0.5 ? sqrt(seen) : seen, 1.0);
}
#else
uniform sampler2D beyond;  // the spires further down the street, small
in vec3 within, edges;
flat in vec3 upwards, glimmers, owns, sideways;
flat in float own_facing;
flat in vec4 build;
flat in vec3 sides;
flat in vec2 ground, striae;
flat in float before;
flat in vec4 flaw;
flat in vec3 sung;
flat in float slim, chance;
flat in vec3 lamp_inside, resting, seam_glow, wall_glow;
flat in mat2x3 arcs;
flat in vec3 picture_right, picture_up;
flat in vec2 texel;
flat in vec3 shares;

#include "prism.glsl"
#include "flaws.glsl"

// The picture of the street as it is seen through the glass.
vec4 street_seen(vec3 green, vec3 view, float distance) {
    vec3 bent = green - view;
    float less = 9.0 / (9.0 + distance);
    return texture(beyond,
        gl_FragCoord.xy * texel + vec2(dot(bent, picture_right), dot(bent, picture_up)) * less);
}

// The key and the door, seen through the glass.
vec3 lights_through(Lit by_key, Lit by_door, vec3 way) {
    return key_glow * (9.0 * lobe(dot(way, by_key.way)) * by_key.light)
        + door_glow * (60.0 * lobe(dot(way, by_door.way)) * by_door.light);
}

// What lies behind: that, or the air where the way leads back, and such lights.
vec3 seen_through(vec4 seen, vec3 lights, vec3 green, vec3 view) {
    float there = clamp(dot(green, view) * 4.0 - 1.0, 0.0, 1.0), open = 1.0 - seen.a * there;
    vec2 air = gloom_parts(dot(green, upwards), dot(green, ahead)) * open;
    return seen.rgb * (seen.rgb * there) + gloom_of(open, air) + lights;
}

// The depth of the striae that growth has left, as far as pixels show them.
float grown(float distance) {
    float wave = bow(within.y * 4.6154 + 0.4775 * bow(within.y * 0.7480 + build.w * 6.3662));
    return wave * max(striae.x - distance * striae.y, 0.0);
}

// How far inside a facet's edges, 0 to 1 in a pixel: at them it shows what both facets do, and does not end in steps.
float in_facet() {
    float edge = lesser(lesser(edges.x, edges.y), edges.z);
    return clamp(edge / fwidth(edge), 0.0, 1.0);
}

// How much of its hue sounds in the glass.
float singing(float seam, float glimmer, float clear) {
    return 0.05 + 0.22 * seam + 0.16 * glimmer * (glimmer * clear);
}

// A crystal is darker at its foot, here at a height above the eye.
float above_foot(float height) {
    float up = clamp(height * ground.x + ground.y, 0.0, 1.0);
    return 0.35 + 0.65 * up * up * (3.0 - 2.0 * up);
}

// How strongly the hand is felt where light so leaves the glass.
float felt_through(vec3 green) {
    return felt_at(in_view(at - frame.eye) + 0.10 * vec2(dot(green, sideways), dot(green, upwards)));
}

// What the hand wakes in the glass: it lights from within, along its inner edges.
vec3 woken(vec3 green, vec3 seams, vec3 lights) {
    float lively = (0.14 + 1.5 * seams.x + 0.8 * seams.y * seams.y) * (0.35 + 0.65 * seams.z);
    vec3 wakes = frame.counter * 0.20 + frame.dominant * 0.55 + frame.light * 0.05;
    return (wakes * lively + lights * shares.z) * felt_through(green);
}

// Parts that do not need each other stand by turns: a processor waits for one while it goes on with the other.
// docs/experiments.md tells how their order was found.
void main() {
    vec3 ray = within - eye;
    float far = dot(ray, ray), nearness = inversesqrt(far), distance = far * nearness;
    vec3 view = ray * nearness;
    float front = before * nearness;
    LightPath path = enter(view, front);
    meet(path);
    Sheet sheet = meet_sheet(path.inside);
    far_normal(path);
    float clear = 1.0 / (1.0 + path.way * 0.36);
    vec3 depth = vec3(clear * (0.5 + 0.5 * clear), clear, 0.35 + 0.65 * clear);  // Beer's law, about
    float milk = (0.42 - 0.42 * clear) / (1.0 + within.y * within.y * (0.10 + build.w));  // at the foot
    float stria = grown(distance);
    Lit by_key = lit_by(key, within, KEY_SIZE);
    float fresnel = at_glass(1.0 - front), sheen = mix(fresnel, at_far_glass(1.0 - front), dim.w), grade = 0.06 + sheen;
    float goes_in = (1.0 - fresnel) * shares.z;
    float whole = in_facet(), rib = 0.055 + distance * shares.x, inner = rib / (rib + path.next), seam = inner * inner;
    Lit by_door = lit_by(door, within, DOOR_SIZE);
    float hall = dawn * by_door.light, lamps = 1.5 * by_key.light + 3.2 * hall;
    leave(path);
    wave(sheet);
    float fades = smoothstep(1.5, 10.0, distance) * (0.25 + 0.75 * front) * min(2.5 - 2.5 * inner, 1.0);
    part(path);
    chip(sheet);
    float clearly = 1.0 - gloom_veil(distance), kept = clearly * whole, rim = clearly - kept;
    vec3 n = facing + vec3(0.0, stria, 0.0), mirrored = view + n * (2.0 * (front - stria * view.y));
    float glimmer = 0.5 + dot(path.back, glimmers), own = fract(own_facing + dot(path.back, owns));
    float glow = door_back(by_door, mirrored, n, grade);
    vec3 lights = lights_through(by_key, by_door, path.green);
    vec3 split = split_light(path, catches(own, 9.0 * by_key.light + 18.0 * hall) * fades);
    vec4 seen = street_seen(path.green, view, distance);
    float gold = key_back(by_key, mirrored, n, grade);
    vec2 air_back = gloom_parts(dot(mirrored, upwards), dot(mirrored, ahead));
    float risen = dot(ray, upwards), kept_glass = kept * above_foot(risen);
    vec2 air = gloom_parts(risen * nearness, dot(view, ahead));
    vec3 cracks = broken(sheet, path, 0.33 + 0.77 * depth.b);
    vec3 glass = seam_glow * (seam * depth.b) + wall_glow * (glimmer * depth.b);
    glass += (cracks + milk) * (resting + lamp_inside * lamps);
    vec3 through = seen_through(seen, lights, path.green, view);
    glass += dim.rgb + key_glow * gold + door_glow * glow;
    glass += split * ((0.45 + 0.55 * depth.b) * goes_in + sung * (2.5 * shares.z))
        + sung * singing(seam, glimmer, depth.b);
    if (touched) glass += depth * woken(path.green, vec3(seam, glimmer, own), split * 1.6 + through * 0.8);
    glass += through * (depth * ((0.85 + 0.7 * seam) * goes_in));
    float mirrors = 1.3 * sheen * kept_glass, veil = 1.0 - clearly + 0.8 * rim;
    glass = glass * kept_glass + wall_glow * rim;
    colour = vec4(glass + gloom_of(mirrors + veil, air_back * mirrors + air * veil), 1.0);
}
#endif
#endif
