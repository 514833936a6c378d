// A crystal: a six-sided prism under a pyramid. Vertex: as dreamscape/places/street/crystal_mesh.py made it. Fragment:
// the ray is bent into the glass, runs to the far facet, is bent out or thrown back there, and meets what lies behind;
// where that is a fine light, each colour leaves by its own way; fractures and a milky foot are met on the way. PLAIN:
// a dark facet that only mirrors, for what is far or in the wet ground. Cost: about 260 operations and a tap a pixel;
// PLAIN, 60 operations.
#include "frame.glsl"
#include "touch.glsl"
#include "gloom.glsl"
#include "sine.glsl"

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
out float height;     // m, of it
out vec3 within;      // m, from the foot, in the facet's axes
out vec3 edges;       // m, from the facet's edges
flat out vec3 facing;  // in the facet's axes, as what follows and the lamps, which are from the foot; of PLAIN, world's
flat out vec3 upwards, glimmers, owns;  // the world's height, and two directions that facets differ by
flat out float own_facing;  // of the latter, what the facet itself has
flat out vec3 sideways;  // the world's x axis
flat out vec4 build;  // m to the shoulder, how much the sides and the tip's faces lean, a number of the crystal's own
flat out vec3 sides, lean;  // m from the axis to the sides across, at the foot, and how much they lean inwards
flat out vec4 flaw;   // of the fractures: how many the way through the crystal meets in each m, and where they are
flat out vec3 sung;   // the hue of the crystal's pitch class, as much of it as is heard
flat out float slim, chance;  // about one over the crystal's half width, 1 / m; a number for its fractures
flat out vec3 key_glow, door_glow;  // light of the lamps
flat out vec3 lamp_inside, resting;  // and of what is in the glass, by them and by itself,
flat out vec3 seam_glow, wall_glow;  // along its inner edges and on far facets
flat out mat2x3 arcs;  // the poles of two great circles of light, far away
flat out vec3 picture_right, picture_up;  // parts of the picture's width and height for a direction
flat out vec2 texel;
flat out vec3 shares;  // angle of a pixel, dispersion, clarity
flat out vec4 dim;    // the light of a crystal that is not seen through, and how far it is on the way to be one, 0 to 1
flat out vec2 ground;  // what to scale heights by and to add, for 0 to 1 where a crystal grows lighter from its foot up
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
    height = at.y;
    within = inner + up_in * facet * rise;
    edges = edges_in + edges_up * rise;
    build = vec4(build_in.x, build_in.z / build_in.x, (1.0 - build_in.z) / build_in.y, build_in.w);
    sides = sides_in;
    lean = sides * build.y;
    flaw = flaw_in;
    int pitch = int(fract(build.w * 7.0) * 11.999);
    sung = (0.55 + 0.45 * cos(6.2831853 * (float(pitch) / 12.0 + vec3(0.0, 0.67, 0.33)))) * heard_pitch(pitch);
    slim = APART * length(flaw.xyz);
    chance = flaw.w * 7.3 + build.w * 31.0;
    own_facing = dot(normal, vec3(37.1, 61.7, 23.3));
    float dark = -0.2 - 0.1 * dim.w, wide = 1.0 + 0.9 * dim.w;
    ground = vec2(1.0, -dark) / wide;
}

// What is in the glass, as much as is seen of it.
void dim_lights(float clear) {
    shares = vec3(frame.pixel, dispersion, clarity * clear);
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
    upwards = vec3(0.0, 1.0, 0.0) * facet;
    sideways = vec3(1.0, 0.0, 0.0) * facet;
    glimmers = vec3(0.3, 0.6, -0.5) * facet;
    owns = vec3(17.3, 5.1, 29.9) * facet;
    arcs = mat2x3(poles[0] * facet, poles[1] * facet);
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
#ifndef PLAIN
flat in vec3 upwards;
#endif

// The air in a direction, of PLAIN in the world, or in the facet's axes.
vec3 air_along(vec3 way) {
#ifdef PLAIN
    return gloom_colour(way);
#else
    return gloom_at(dot(way, upwards), dot(way, ahead));
#endif
}

// What a facet throws back: the air, the key, the door; and a little of the key's light that lies on it.
vec3 thrown_back(Lit lit, vec3 view, vec3 normal, float fresnel) {
    vec3 mirrored = reflect(view, normal);
    vec3 c = air_along(mirrored) * fresnel * 1.3;
    float shine = lobe(dot(mirrored, lit.to_key));
    shine *= 0.25 + shine;  // gold where the key is, and not a wall of brown around it
    c += key_glow * ((0.05 * max(dot(normal, lit.to_key), 0.0) + shine * (0.06 + fresnel) * 26.0) * lit.ember);
    return c + door_glow * (lit.glow
        * (0.8 * max(dot(normal, lit.to_door), 0.0) + lobe(dot(mirrored, lit.to_door)) * (0.06 + fresnel) * 220.0));
}

// What Schlick's approximation leaves of it, flatter, in facets that are not seen through.
float at_far_glass(float f) {
    return 0.05 + 0.95 * f * f * f * f;
}

#ifdef PLAIN
uniform float root;  // 1 for a picture of 8 bits, which holds the roots of light

void main() {
    vec3 from_eye = at - eye;
    float far = dot(from_eye, from_eye), foot = 0.35 + 0.65 * smoothstep(-0.3, 1.6, at.y);
    float nearness = inversesqrt(far), distance = far * nearness;
    vec3 view = from_eye * nearness;
    float fresnel = at_far_glass(1.0 - clamp(-dot(view, facing), 0.0, 1.0));
    Lit lit = lit_at(at);
    vec3 air = gloom_colour(view);
    vec3 glass = dim.rgb + thrown_back(lit, view, facing, fresnel);
    if (touched) glass += dim.rgb * (4.5 * felt_at(in_view(at - frame.eye)));
    vec3 seen = mix(glass * foot, air, gloom_veil(distance));
    colour = vec4(root > 0.5 ? sqrt(seen) : seen, 1.0);
}
#else
uniform sampler2D beyond;  // the spires further down the street, small
in vec3 within, edges;
in float height;
flat in vec3 glimmers, owns, sideways;
flat in float own_facing;
flat in vec4 build;
flat in vec3 sides, lean;
flat in vec2 ground;
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

// What lies behind: the street as it is seen through the glass, or the air where that leads back.
vec3 seen_through(LightPath path, vec3 view, float distance) {
    vec3 bent = (path.green - view) * (9.0 / (9.0 + distance));
    vec2 seen_at = gl_FragCoord.xy * texel + vec2(dot(bent, picture_right), dot(bent, picture_up));
    vec4 seen = texture(beyond, seen_at);
    vec3 air = air_along(path.green);
    return mix(air, seen.rgb * seen.rgb + air * (1.0 - seen.a), clamp(dot(path.green, view) * 4.0 - 1.0, 0.0, 1.0));
}

// The key and the door, seen through the glass.
vec3 lights_through(Lit lit, vec3 way) {
    return key_glow * (9.0 * lobe(dot(way, lit.to_key)) * lit.ember)
        + door_glow * (60.0 * lobe(dot(way, lit.to_door)) * lit.glow);
}

// The facet's normal with the striae that its growth has left, as far as pixels show them.
vec3 grown(float distance) {
    float striae = sine(within.y * 29.0 + 3.0 * sine(within.y * 4.7 + build.w * 40.0));
    float deep = clamp(1.6 - distance * shares.x * 26.0, 0.0, 1.6) * (0.035 - 0.035 * dim.w);
    return vec3(facing.x, facing.y + striae * deep, facing.z);
}

// How far inside a facet's edges, 0 to 1 in a pixel: at them it shows what both facets do, and does not end in steps.
float inside() {
    float edge = lesser(lesser(edges.x, edges.y), edges.z);
    return clamp(edge / fwidth(edge), 0.0, 1.0);
}

// The light that is in the glass, with so much from the lamps.
vec3 light_inside(float lamps) {
    return resting + lamp_inside * lamps;
}

// A crystal is darker at its foot.
float above_foot() {
    float up = clamp(height * ground.x + ground.y, 0.0, 1.0);
    return 0.35 + 0.65 * up * up * (3.0 - 2.0 * up);
}

// How strongly the hand is felt where light so leaves the glass.
float felt_through(vec3 green) {
    return felt_at(in_view(at - frame.eye) + 0.10 * vec2(dot(green, sideways), dot(green, upwards)));
}

// What the hand wakes in the glass: it lights from within, along its inner edges.
vec3 woken(LightPath path, float lively, vec3 lights) {
    vec3 wakes = frame.counter * 0.20 + frame.dominant * 0.55 + frame.light * 0.05;
    return (wakes * lively + lights * shares.z) * felt_through(path.green);
}

// Parts that do not need each other stand by turns: a processor waits for one while it goes on with the other.
void main() {
    vec3 ray = within - eye;
    float far = dot(ray, ray), nearness = inversesqrt(far), distance = far * nearness;
    float rib = 0.055 + 0.3 * distance * shares.x;
    vec3 view = ray * nearness;
    float front = clamp(-dot(view, facing), 0.0, 1.0);
    Lit lit = lit_at(within);
    float hall = dawn * lit.glow, veil = gloom_veil(distance), fresnel = at_glass(1.0 - front);

    vec3 spread;
    LightPath path = enter(view, front, spread);
    float clear = 1.0 / (1.0 + path.wall.w * 0.36);
    vec3 depth = vec3(clear * (0.5 + 0.5 * clear), clear, 0.35 + 0.65 * clear);  // Beer's law, about
    float milk = (1.0 - clear) / (1.0 + within.y * within.y * (0.10 + build.w));  // at the foot
    vec3 back = thrown_back(lit, view, grown(distance), mix(fresnel, at_far_glass(1.0 - front), dim.w));
    vec3 broken = fracture(path);
    path = bend_out(path, spread);
    float inner = rib / (rib + path.next);  // where two far facets meet
    vec3 lights = lights_through(lit, path.green);
    float glimmer = 0.5 + 0.5 * dot(path.back, glimmers);
    vec3 through = seen_through(path, view, distance) + lights;
    float seam = inner * inner;
    float own = fract(own_facing + dot(path.back, owns));
    vec3 split = split_light(path, own, 9.0 * lit.ember + 18.0 * hall)
        * (smoothstep(1.5, 10.0, distance) * (0.25 + 0.75 * front) * clamp(2.5 - 2.5 * inner, 0.0, 1.0));
    vec3 glass = split * ((0.45 + 0.55 * depth.b) * (1.0 - fresnel) * shares.z)
        + sung * (0.05 + 0.22 * seam + 0.16 * glimmer * glimmer * depth.b + split * (2.5 * shares.z));
    glass += (broken * (0.33 + 0.77 * depth.b) + 0.42 * milk) * light_inside(1.5 * lit.ember + 3.2 * hall);
    vec3 air = air_along(view);
    glass += (wall_glow * glimmer + seam_glow * seam) * depth.b;
    float whole = inside();
    if (touched) {
        glass += depth * woken(path, (0.14 + 1.5 * seam + 0.8 * glimmer * glimmer) * (0.35 + 0.65 * own),
            split * 1.6 + through * 0.8);
    }
    glass += through * depth * ((0.85 + 0.7 * seam) * (1.0 - fresnel) * shares.z);
    glass = (glass + dim.rgb + back) * above_foot();  // as PLAIN has it, before the crystal becomes so
    colour = vec4(mix(mix(wall_glow + 0.8 * air, glass, whole), air, veil), 1.0);
}
#endif
#endif
