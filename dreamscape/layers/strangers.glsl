// People of glass and light, as dreamscape/places/street/skin.py moves their meshes. Fragment: what is behind them is
// bent, blue more than red, and dimmed by the thickness of the body; a rim gathers the street's light, the key's gold
// and the door's; the feeling glows in the chest, as deep in the glass as the ray passes by it. The dreamer is dark,
// with a thin rim.
// DARK: the dreamer. MIRROR: their image in the wet ground, without what is behind. GROUND: a card at each sole, a dark
// touch and a pool of the owner's light. EDGE: the strips along outlines, of which a vertex with a shift is moved out
// by a pixel, where the outline ends softly; they are lit at their vertices, as pixels of so slim triangles are dear.
// Cost: two taps and about 135 operations a pixel of the figure; 60 operations a vertex, 140 of EDGE.
#include "frame.glsl"
#include "touch.glsl"
#include "lamps.glsl"
const int MOST = 12;  // as places/street/walkers.py has them, and the dreamer
uniform vec4 moods[MOST];   // colour of the feeling, how present they are
uniform vec4 selves[MOST];  // m: x, height of the chest, z; a number of their own, negative the dreamer's

#ifdef VERTEX_STAGE
#ifdef GROUND
uniform vec3 soles[2 * MOST];  // m
out vec2 across;
flat out vec4 pool;  // colour, how near the sole is to the ground

void main() {
    vec3 sole = soles[gl_InstanceID];
    int who = gl_InstanceID / 2;
    float here = moods[who].a;
    across = vec2(float(gl_VertexID & 1), float(gl_VertexID >> 1)) * 2.0 - 1.0;
    pool = vec4(moods[who].rgb * step(-0.5, selves[who].w), 1.0 / (1.0 + 14.0 * max(sole.y, 0.0))) * here;
    gl_Position = frame.view_projection * vec4(sole.x + across.x * 0.40, 0.002, sole.z + across.y * 0.40, 1.0);
    if (here < 0.01) gl_Position = vec4(2.0, 2.0, 2.0, 1.0);
}
#else
uniform float upright;  // 1, or -1 in the mirror
in vec3 place;
in vec3 lean;
in vec4 rest;  // m, as baked; m of the body behind it, or of what the dreamer is made
in vec2 whose;
#ifdef EDGE
out vec4 shade;
vec3 at, facing, tint;
vec4 own, mood, self;
vec4 edge_light();
#else
out vec3 at;
out vec3 facing;
out vec4 own;
flat out vec3 tint;
flat out vec4 mood;
flat out vec4 self;
#endif

void main() {
    int who = int(whose.x + 0.5);
    at = place;
    facing = lean;
    own = rest;
    self = selves[who];
    mood = moods[who];
    tint = mix(mix(frame.other, frame.counter, self.w), mood.rgb, 0.5);
    pass_lamps();
    gl_Position = frame.view_projection * vec4(at.x, at.y * upright, at.z, 1.0);
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
uniform float brightness;
uniform float rim;
#ifndef EDGE
#ifndef MIRROR
uniform sampler2D behind;  // the picture so far
#endif
uniform float upright;
in vec3 at;
in vec3 facing;
in vec4 own;
flat in vec3 tint;
flat in vec4 mood;
flat in vec4 self;
#endif

#ifdef DARK
const float LIMB = 16.0;  // 1 / m, one over the radius of a lock of hair
#else
const float LIMB = 10.0;  // 1 / m, of an arm
#endif

#ifndef EDGE
#include "sine.glsl"
#include "drapery.glsl"
#endif

struct Seen {
    vec3 view;
    vec3 n;
    vec3 thrown;    // where the surface throws the view
    float far;      // m
    float graze;    // 0 where the body faces the eye, 1 at its outline
};

float sharp(float x) {
    float a = x * x;
    a *= a;
    a *= a;
    return a * a;
}

Seen look(vec3 n) {
    Seen seen;
    vec3 eye = vec3(frame.eye.x, frame.eye.y * upright, frame.eye.z);
    seen.view = at - eye;
    seen.far = length(seen.view);
    seen.view /= seen.far;
    seen.n = n;
    seen.thrown = reflect(seen.view, seen.n);
    float front = clamp(-dot(seen.view, seen.n), 0.0, 1.0);
    float last = seen.far * frame.pixel * LIMB;  // at the middle of the last pixel, and not less beyond it
    front *= front;
    seen.graze = max(1.0 - sqrt(front + last * last / (front + last)), 0.0);
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
    vec3 way = door - at;
    float turned = dot(seen.n, way) * inversesqrt(dot(way, way));
    float through = sharp(max(dot(seen.view, ahead), 0.0));
    float side = clamp(turned * 0.6 + 0.4, 0.0, 1.0);
    return (frame.light * 0.7 + frame.accent * 0.3)
        * (dawn * (side * 0.003 + 1.5 * rim_by(turned, seen.graze) + through * through * thin * 0.35) * 0.17);
}

#ifndef EDGE
// The normal with the folds that the mesh is too coarse for, of a height of theirs, m.
vec3 folded(float high) {
    vec3 n = normalize(facing);
#ifndef MIRROR
    n = bumped(n, at, high);
#endif
    return n;
}
#endif

#ifdef DARK
const float STUFF = 0.004;  // kinds are rounded down, as places/figure/dreamer.py has them

vec4 dreamer(Seen seen, float kind) {
    vec3 gold = frame.accent * 0.9 + frame.light * 0.4;
    vec3 way = key - at;
    float far = dot(way, way);
    float side = clamp(dot(seen.n, way) * inversesqrt(far) * 0.8 + 0.2, 0.0, 1.0);
    float g = seen.graze * seen.graze;
    float skin = step(kind, 0.5), scarf = step(1.5, kind) * step(kind, 2.5);
    vec3 dye = mix(vec3(1.0), mix(vec3(1.2, 0.86, 0.68), vec3(1.3, 0.55, 0.42), scarf), max(skin, scarf));
    // the street's cold air from above and from the left
    float cold = clamp(0.45 * seen.n.y - 0.75 * dot(seen.n, frame.right) * inversesqrt(dot(frame.right, frame.right))
        - 0.2 * dot(seen.n, frame.forward) + 0.1, 0.0, 1.0);
    vec3 dark = frame.shadow * 0.5 + frame.dominant * 0.020 * (1.0 + seen.n.y);
    dark += (gold * dye * side * (side * side * 0.070 + 1.2 * g * g) * 1.5 / (0.4 + far)
        + frame.counter * dye * (g * g * 0.22 + 0.060 * cold * cold)) * rim * 0.8;
    dark += gold * vec3(0.22, 0.08, 0.04) * (skin * seen.graze / (0.5 + 6.0 * far)) * rim;  // light through fingers
    dark += door_on(seen, 0.0) * 0.4 * rim;
    return vec4(dark, 1.0) * mood.a;
}

#ifdef EDGE
vec4 edge_light() {
    return dreamer(look(normalize(facing)), floor(own.w + STUFF));
}
#else
void main() {
    float kind = floor(own.w + STUFF);
    colour = dreamer(look(folded(drapery(own.xyz, kind, distance(at, frame.eye) * frame.pixel))), kind);
}
#endif
#else
// What the key does to the body: a rim on its side, a glint, and what comes through thin parts.
float key_on(Seen seen, float thin) {
    vec3 way = key - at;
    float far = dot(way, way);
    way *= inversesqrt(far);
    float turned = dot(seen.n, way), side = clamp(turned * 0.6 + 0.4, 0.0, 1.0);
    float glint = sharp(max(dot(seen.thrown, way), 0.0));
    float through = sharp(max(dot(seen.view, way), 0.0));
    glint *= glint * (0.25 + 1.5 * seen.graze * seen.graze);  // more where glass is seen at a slant
    return (side * 0.003 + 1.5 * rim_by(turned, seen.graze) + glint + through * through * thin * 0.35) * 7.0
        / (2.5 + far);
}

vec3 light_of_street(Seen seen, float thin) {
    float sky = 0.5 + 0.5 * dot(seen.n, vec3(0.0, 0.86, 0.0) - 0.5 * frame.forward);
    float g = seen.graze, g2 = g * g;
    float left = inversesqrt(dot(frame.right, frame.right)) * dot(seen.n, frame.right);
    float rim_of = rim_by(0.75 * seen.n.y - 0.66 * left, g);  // the street's cold air, from above and from the left
    vec3 cold = mix(frame.counter, frame.other, sky) * 0.55 + frame.light * 0.24 + tint * 0.50;
    vec3 sum = cold * (rim_of * (0.3 + 1.9 * g2) + 0.002 * sky);
    vec3 gold = frame.light * 0.4 + frame.accent * 0.7;
    sum += gold * key_on(seen, thin);
    float haze = max(1.0 - abs(seen.thrown.y - 0.08) * 2.2, 0.0);  // the bright air along the street, mirrored
    float height = 0.5 + 0.5 * seen.thrown.y;
    sum += (frame.counter * 0.5 + frame.dominant * 0.6 + tint * 0.3) * ((0.004 + 0.35 * rim_of) * haze * haze);
    sum += (frame.light * 0.35 + tint * 0.4) * ((0.006 + 0.3 * g2 * g) * sharp(height * height));
    return sum + door_on(seen, thin);
}

// The feeling: light in the chest, and a breath of it all through the body.
vec3 feeling(Seen seen) {
    vec3 chest = self.xyz - (at - seen.view * seen.far);
    float along = dot(chest, seen.view);
    vec3 off = chest - seen.view * along;
    float d = dot(off, off) - 0.4 * off.y * off.y;
    float beat = 0.55 + 0.55 * frame.heart;
    vec3 glow = mood.rgb * 0.85 + frame.light * 0.10;
    return glow * (beat * 0.34 / (1.0 + d * (170.0 + 9000.0 * d)) + 0.002) * (1.0 - 0.6 * seen.graze);
}

// All the light of a body that lets through so much.
vec3 shining(Seen seen, vec3 clear) {
    vec3 lit = light_of_street(seen, clear.r * clear.r) + feeling(seen) + tint * 0.002;
    if (touched) {  // their feeling wakes
        lit += (mood.rgb * 0.25 + tint * seen.graze * 0.6) * felt_at(in_view(at - frame.eye));
    }
    return lit * brightness * mood.a;
}

// What comes through so much of a body: Beer's law, by a rational curve.
vec3 clear_through(float thick) {
    return 1.0 / (1.0 + thick * vec3(7.0, 5.0, 3.2));
}

#ifdef EDGE
vec4 edge_light() {
    Seen seen = look(normalize(facing));
    vec3 clear = clear_through(own.w * (1.0 - seen.graze));
    return vec4(shining(seen, clear), (1.0 - clear.g * (1.0 - 0.5 * seen.graze * seen.graze)) * mood.a);
}
#else
void main() {
    float fold = sine(44.0 * own.x + 31.0 * own.z + 2.2 * sine(9.0 * own.y + 17.0 * own.x));
    float size = distance(at, frame.eye) * frame.pixel;
    fold *= 0.0026 * smoothstep(1.12 * self.y, 1.02 * self.y, own.y);  // below the shoulders
    Seen seen = look(folded(fold / (1.0 + 2500.0 * size * size)));
    float thick = own.w * (1.0 - seen.graze);
    vec3 clear = clear_through(thick);
    vec3 lit = shining(seen, clear);
    float veil = (0.30 + 0.45 * seen.graze) * mood.a;
#ifdef MIRROR
    colour = vec4(lit, veil);
#else
    vec2 bend = vec2(dot(seen.n, frame.right) / frame.aspect, dot(seen.n, frame.up));
    bend *= -inversesqrt(dot(frame.up, frame.up)) * (0.02 + 0.26 * thick + 0.06 * seen.graze * seen.graze) * mood.a;
    vec2 here = gl_FragCoord.xy * frame.texel;
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
