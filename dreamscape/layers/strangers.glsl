// Translucent people, as dreamscape/places/street/skin.py moves their meshes. Fragment: what is behind them is bent,
// blue more than red, and dimmed by what they are made of; the key lights them and the street's cold air, and a rim
// gathers both and the door's; the feeling glows in the chest, as deep as the ray passes by it. The dreamer is dark.
// DARK: the dreamer. MIRROR: their image in the wet ground, without what is behind. GROUND: a card at each sole, a dark
// touch and a pool of the owner's light. EDGE: the strips along outlines, of which a vertex with a shift is moved out
// by a pixel, where the outline ends softly; they are lit at their vertices, as pixels of so slim triangles are dear.
// Cost: two taps and about 200 operations a pixel of the figure; 60 operations a vertex, 150 of EDGE.
#include "frame.glsl"
#include "touch.glsl"
#include "lamps.glsl"
const int MOST = 12;  // as places/street/walkers.py has them, and the dreamer
uniform vec4 people[2 * MOST];  // colour of each one's feeling, how present they are; then of each, m: x, height of the
// chest, z; a number of their own, negative the dreamer's

#ifdef VERTEX_STAGE
#ifdef GROUND
uniform vec3 soles[2 * MOST];  // m
out vec2 across;
flat out vec4 pool;  // colour, how near the sole is to the ground

void main() {
    vec3 sole = soles[gl_InstanceID];
    int who = gl_InstanceID / 2;
    float here = people[who].a;
    across = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
    pool = vec4(people[who].rgb * step(-0.5, people[MOST + who].w), 1.0 / (1.0 + 14.0 * max(sole.y, 0.0))) * here;
    gl_Position = frame.view_projection * vec4(sole.x + across.x * 0.40, 0.002, sole.z + across.y * 0.40, 1.0);
    if (here < 0.01) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
#else
uniform float upright;  // 1, or -1 in the mirror
in vec3 place;
in vec3 lean;
in vec4 rest;  // m, as baked; m of the body behind it, or of what the dreamer is made
in vec2 stuff;  // 0 cloth, 1 skin, 2 hair; how open to the light
in vec2 whose;
uniform float brightness;
uniform float rim;
#ifdef EDGE
out vec4 shade;
vec3 from_eye, facing, tint, gold, cool, hue, chill, dark;
vec4 own, mood, self, measures;
vec2 made, turned, texel;
vec4 edge_light();
#else
out vec3 from_eye;  // m, as the key, the door and the chest are
out vec3 facing;
out vec4 own;
out vec2 made;
out vec2 turned;  // of `facing`, to the picture's right and up
flat out vec3 tint;
flat out vec3 gold, cool;  // light of the key, and of the street's cold air
flat out vec4 mood;
flat out vec4 self;
flat out vec4 measures;  // a pixel's angle, the heart's glow, brightness, and the height of the eye
flat out vec2 texel;
flat out vec3 hue, chill, dark;  // of the dreamer: their rim, where cold air comes from, and light from above
#endif

// What holds for the whole picture; a triangle carries it at less cost than uniforms.
void pass_view() {
    pass_lamps();
    vec3 eye = vec3(frame.eye.x, frame.eye.y * upright, frame.eye.z);
    from_eye = place - eye;
    key -= eye;
    door -= eye;
    self.xyz -= eye;
    texel = frame.texel;
    vec3 right = normalize(frame.right);
    turned = vec2(dot(facing, right), dot(facing, normalize(frame.up)));
    measures = vec4(frame.pixel, 0.55 + 0.55 * frame.heart, brightness * mood.a, eye.y);
#ifdef DARK
    gold *= rim;
    cool *= rim;
    hue = frame.counter * rim;
    chill = vec3(0.0, 0.45, 0.0) - 0.75 * right - 0.2 * frame.forward;
    dark = frame.dominant * 0.020;
    tint = frame.shadow * 0.5 + dark;
#endif
}

void main() {
    int who = int(whose.x + 0.5);
    facing = lean;
    own = rest;
    made = stuff;
    self = people[MOST + who];
    mood = people[who];
    tint = mix(mix(frame.other, frame.counter, self.w), mood.rgb, 0.5);
    gold = frame.light * 0.4 + frame.accent * 0.7;
    cool = (frame.counter + frame.other) * 0.34 + frame.light * 0.24 + tint * 0.08;
    pass_view();
    gl_Position = frame.view_projection * vec4(place.x, place.y * upright, place.z, 1.0);
#ifdef EDGE
    shade = edge_light() * (1.0 - whose.y);
    vec2 outwards = vec2(dot(lean, frame.right) / frame.aspect, dot(lean, frame.up));
    gl_Position.xy += outwards * (inversesqrt(dot(outwards, outwards) + 1e-9) * whose.y * gl_Position.w)
        * 2.4 * frame.texel;
#endif
}
#endif
#endif

#ifdef FRAGMENT_STAGE
out vec4 colour;
#ifdef EDGE
in vec4 shade;

void main() {
    colour = shade;
}
#endif
#endif

#if defined(GROUND) && defined(FRAGMENT_STAGE)
in vec2 across;
flat in vec4 pool;

void main() {
    float off = dot(across, across);
    float wide = max(1.0 - off, 0.0);
    float dark = pool.a / (1.0 + off * 90.0) * wide;
    colour = vec4(pool.rgb * (frame.light * 0.3 + 0.7) * wide * wide * 0.022, dark * 0.75);
}
#endif

#if !defined(GROUND) && defined(EDGE) == defined(VERTEX_STAGE)
#ifndef EDGE
#ifndef MIRROR
uniform sampler2D behind;  // the picture so far
#endif
in vec3 from_eye;
in vec3 facing;
in vec4 own;
in vec2 made;
in vec2 turned;
flat in vec3 tint;
flat in vec3 gold, cool;
flat in vec4 mood;
flat in vec4 self;
flat in vec4 measures;
flat in vec2 texel;
flat in vec3 hue, chill, dark;
#endif

#ifdef DARK
const float LIMB = 16.0;  // 1 / m, one over the radius of a lock of hair
#else
#define LIMB (1.0 / (0.01 + 0.5 * own.w))  // 1 / m, of a limb so thick
#endif

#ifndef EDGE
#include "sine.glsl"
#include "drapery.glsl"
#endif
#include "matter.glsl"

struct Seen {
    vec3 view;
    vec3 n;
    vec3 thrown;    // where the surface throws the view
    float far;      // m
    float graze;    // 0 where the body faces the eye, 1 at its outline
    vec2 turned;    // how far it faces the picture's right and up, -1 to 1
};

float sharp(float x) {
    float a = x * x;
    a *= a;
    a *= a;
    return a * a;
}

Seen look(vec3 n) {
    Seen seen;
    seen.far = length(from_eye);
    seen.view = from_eye / seen.far;
    seen.n = n;
    seen.thrown = reflect(seen.view, seen.n);
    float front = clamp(-dot(seen.view, seen.n), 0.0, 1.0);
    float last = seen.far * measures.x * LIMB;  // at the middle of the last pixel, and not less beyond it
    front *= front;
    seen.graze = max(1.0 - sqrt(front + last * last / (front + last)), 0.0);
    return seen;
}

Seen look_at(vec3 facing) {
    float one = inversesqrt(dot(facing, facing));
    Seen seen = look(facing * one);
    seen.turned = turned * one;
    return seen;
}

// A rim by how far the surface turns to a light, -1 to 1: wide where it faces it, a hair's breadth where it does not.
float rim_by(float turned, float graze) {
    float side = clamp(turned * 0.6 + 0.4, 0.0, 1.0), g = graze * graze * graze;
    g *= g;
    side *= side;
    return g * mix(0.10 * g, 1.2 + 1.2 * side, side);
}

// What the door's light does: a rim on its side, and what comes through where it is `thin`.
vec3 door_on(Seen seen, float thin) {
    vec3 way = door - from_eye;
    float turned = dot(seen.n, way) * inversesqrt(dot(way, way));
    float through = sharp(max(dot(seen.view, ahead), 0.0));
    float side = clamp(turned * 0.6 + 0.4, 0.0, 1.0);
    return (gold * 0.5 + cool * 0.4)
        * (dawn * (side * 0.003 + 1.5 * rim_by(turned, seen.graze) + through * through * thin * 0.35) * 0.17);
}

#ifdef DARK
const float STUFF = 0.004;  // kinds are rounded down, as places/figure/dreamer.py has them

vec4 dreamer(Seen seen, float kind) {
    vec3 way = key - from_eye;
    float far = dot(way, way);
    float side = clamp(dot(seen.n, way) * inversesqrt(far) * 0.8 + 0.2, 0.0, 1.0);
    float g = seen.graze * seen.graze;
    float open = 0.35 + 0.75 * made.y;
    float skin = step(kind, 0.5), scarf = step(1.5, kind) * step(kind, 2.5);
    vec3 dye = mix(vec3(1.0), mix(vec3(1.2, 0.86, 0.68), vec3(1.3, 0.55, 0.42), scarf), max(skin, scarf));
    // the street's cold air from above and from the left
    float cold = clamp(dot(seen.n, chill) + 0.1, 0.0, 1.0);
    vec3 lit = tint + dark * seen.n.y;
    lit += (gold * dye * side * (side * side * 0.070 + 1.2 * g * g) * 1.7 / (0.4 + far)
        + hue * dye * (g * g * 0.22 + 0.060 * cold * cold)) * (0.8 * open);
    lit += gold * vec3(0.22, 0.08, 0.04) * (skin * seen.graze / (0.5 + 6.0 * far));  // light through fingers
    lit += door_on(seen, 0.0) * 0.4;
    return vec4(lit, 1.0) * mood.a;
}

#ifdef EDGE
vec4 edge_light() {
    return dreamer(look(normalize(facing)), floor(own.w + STUFF));
}
#else
// The normal with the folds that the mesh is too coarse for, of a height of theirs, m.
vec3 folded(float high) {
    vec3 n = normalize(facing);
#ifndef MIRROR
    n = bumped(n, from_eye, high);
#endif
    return n;
}

void main() {
    float kind = floor(own.w + STUFF);
    colour = dreamer(look(folded(drapery(own.xyz, kind, length(from_eye) * measures.x))), kind);
}
#endif
#else
#include "stranger_light.glsl"

// All the light of a body that lets through so much.
vec3 shining(Seen seen, Matter of, vec3 clear) {
    vec3 lit = light_of_street(seen, of, clear.r * clear.r) + feeling(seen, of) + tint * 0.002;
    if (touched) {  // their feeling wakes
        vec3 upright_way = from_eye + vec3(0.0, measures.w - frame.eye.y, 0.0);
        lit += (mood.rgb * 0.25 + tint * seen.graze * 0.6) * felt_at(in_view(upright_way));
    }
    return lit * measures.z;
}

#ifdef EDGE
vec4 edge_light() {
    Seen seen = look_at(facing);
    Matter of = matter(made, 1.0);
    vec3 clear = clear_through(own.w * (1.0 - seen.graze), of);
    return vec4(shining(seen, of, clear), (1.0 - clear.g * (1.0 - 0.5 * seen.graze * seen.graze)) * mood.a);
}
#else
void main() {
    Seen seen = look_at(facing);
    Matter of = matter(made, woven(own.xyz, made.x, self.y + measures.w, self.w, seen.far * measures.x));
    float thick = own.w * (1.0 - seen.graze);
    vec3 clear = clear_through(thick, of);
    vec3 lit = shining(seen, of, clear);
    float veil = (0.30 + 0.45 * seen.graze) * mood.a;
#ifdef MIRROR
    colour = vec4(lit, veil);
#else
    vec2 bend = seen.turned * -(0.01 + 0.14 * thick + 0.04 * seen.graze * seen.graze) * mood.a;
    vec2 here = gl_FragCoord.xy * texel;
    bend /= 0.6 + 0.15 * seen.far;
    vec4 there = texture(behind, here + bend * 0.93), further = texture(behind, here + bend * 1.12);
    vec3 through = vec3(there.r, mix(there.g, further.g, 0.5), further.b);  // blue is bent more than red
    vec3 glass = through * mix(vec3(1.0), clear * (1.0 - 0.5 * seen.graze * seen.graze), mood.a) + lit;
    colour = vec4(glass, mix(veil, 1.0, there.a));
#endif
}
#endif
#endif
#endif
