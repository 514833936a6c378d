// The lock, metres from its middle: an outer ring, a band of marks, a ring, a rose that turns with the
// key, and the boss with the keyhole. Drawn with its shadow, as a disc. Cost: about 250 operations and four noises (two
// at the lower tiers) a pixel of it.
#include "frame.glsl"
#include "touch.glsl"
#include "threshold.glsl"

#ifdef VERTEX_STAGE
out vec2 at;     // m, in the plane of the door
out vec3 place;  // m, in the world
const int ROUND = 48, DEEP = 10;  // quads
const float REACH = 0.602;  // m, so that the sides of the disc stay outside of the shadow

void main() {
    int quad = gl_VertexID / 6;
    int corner = gl_VertexID % 6;
    corner = corner < 3 ? corner : 6 - corner;  // 0 1 2, 3 2 1
    float turn = float(quad % ROUND + (corner & 1)) / float(ROUND) * 6.2831853;
    float r = float(quad / ROUND + (corner >> 1)) / float(DEEP) * REACH;
    at = LOCK.xy + r * vec2(cos(turn), sin(turn));
    place = pressed(at);
    gl_Position = frame.view_projection * vec4(place, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
#include "perlin.glsl"
#include "sine.glsl"
uniform vec2 founded;
uniform float petals;
uniform float marks;
uniform float turn;  // radians, clockwise
in vec2 at;
in vec3 place;
out vec4 colour;
const float RIM = 0.500;
const float TAU = 6.2831853;

// Slope of a half round of radius w around r0, outwards negative.
float torus(float r, float r0, float w) {
    float x = (r - r0) / w;
    return abs(x) < 1.0 ? -x * 1.3 : 0.0;
}

// Marks on the outer band, every fourth one long.
void carve_marks(float size, float r, vec2 out_way, float angle, inout vec2 rise, out float mark, out vec2 round_way) {
    float at_mark = (fract(angle / TAU * marks) - 0.5) / marks * TAU * r;
    float fourth = step(0.75, fract(floor(angle / TAU * marks) / 4.0 + 0.001));
    float band = smoothstep(0.0, size, r - mix(0.372, 0.350, fourth)) * smoothstep(0.0, size, 0.402 - r);
    mark = clamp((0.0042 - abs(at_mark)) / size + 0.5, 0.0, 1.0) * band;
    round_way = vec2(out_way.y, -out_way.x);
    rise += round_way * sign(at_mark) * mark * 0.8;
}

// Petals between two rings: bends the slope `rise`; returns how hollow it is.
void carve_petals(float size, float r, vec2 out_way, float angle, vec2 round_way, inout vec2 rise, out float hollow) {
    float petal = (fract(angle / TAU * petals) - 0.5) / petals * TAU;
    float reach = (r - 0.150) / 0.130;
    float on_rose = step(0.0, reach) * step(reach, 1.0);
    float bound = 2.96 / petals * sqrt(max(1.0 - reach * reach, 0.0)) * smoothstep(-0.1, 0.5, reach + 0.25);
    float from_edge = (bound - abs(petal)) * r;
    float rim = bevel(from_edge, 0.010, size) * on_rose;
    rise -= (round_way * petal * r * 9.0 + out_way * (reach - 0.5) * 0.5) * clamp(from_edge / size, 0.0, 1.0) * on_rose;
    rise += round_way * -sign(petal) * rim * 0.9 - out_way * rim * reach * 0.8;
    hollow = clamp(-from_edge / size + 0.5, 0.0, 1.0) * on_rose;
}

// The keyhole, a round and a slot, turning; returns how dark it is.
void cut_keyhole(float size, vec2 p, float r, vec2 out_way, float worn, float grain, inout vec2 rise, out float dark) {
    vec2 slot = vec2(-cosine(turn), sine(turn));
    float along = dot(p, slot);
    float across = slot.y * p.x - slot.x * p.y;
    float hole = min(r - 0.046, max(abs(across) - 0.020, max(along - 0.080, -along)));
    dark = clamp(-hole / size + 0.5, 0.0, 1.0);
    rise += out_way * bevel(hole, 0.007, size) * 0.8;
    rise += 0.07 * grain * out_way + 0.04 * worn;
}

// Bronze with verdigris in its hollows, and the heart's light.
vec3 lit_metal(float worn, float radial, vec2 rise, float mark, float hollow, float dark) {
    float verdigris = smoothstep(0.0, 0.7, worn + hollow * 0.8 - abs(radial) * 0.5);
    vec3 tint = mix(frame.other * 0.13 + frame.dominant * 0.02, frame.accent * 0.05 + frame.dominant * 0.06, verdigris)
        * (1.0 - 0.75 * max(hollow, mark));
    float mirror = (1.0 - 0.7 * verdigris) * (1.0 - 0.8 * max(hollow, mark));
    vec3 n = normalize(vec3(bow(at) - rise, -1.0));
    vec3 c = lit(place, n, tint, mirror, 0.30);
    float beat = heartbeat(at);
    c += frame.accent * hollow * (0.006 + 0.10 * beat * beat)
        + mix(frame.other, frame.light, 0.3) * mark * (0.010 + 0.10 * beat * beat);
    if (touched) {  // its marks and the rose's hollows light
        float felt = felt_at(in_view(place - frame.eye));
        c += (mix(frame.other, frame.light, 0.3) * mark * 0.9 + frame.accent * hollow * 0.35
            + (frame.counter * 0.3 + frame.dominant * 0.4) * abs(radial) * 0.18) * felt;
    }
    c = mix(c, frame.light * vec3(1.0, 0.78, 0.45) * min(gap * 25.0, 0.9), dark);
    return c;
}

void main() {
    float side = at.x < 0.0 ? -1.0 : 1.0;
    float size = max(fwidth(place.y), 1e-4);
    vec2 p = vec2(at.x - side * gap, at.y - LOCK.y);
    float r = length(p);
    vec2 out_way = p / max(r, 1e-4);
    float turning = smoothstep(0.315 + size, 0.315 - size, r) * turn;
    float angle = bearing(p.yx) - turning;
    float worn = perlin(p * 5.0 + founded.yx);
    float grain = 0.6 * perlin(vec2(r * 40.0, angle * 1.5));
#if QUALITY > 1  // what is too fine for large pixels
    worn += 0.5 * perlin(p * 13.0);
    grain += perlin(vec2(r * 130.0, angle * 3.0) + founded) * clamp(1.6 - size * 200.0, 0.0, 1.0);
#endif

    float radial = torus(r, 0.470, 0.030) + torus(r, 0.423, 0.010) + torus(r, 0.325, 0.012) + torus(r, 0.292, 0.010);
    radial += bevel(0.412 - r, 0.012, size) * 0.7 - bevel(r - 0.337, 0.010, size) * 0.7;
    radial += torus(r, 0.125, 0.014) - bevel(r - 0.140, 0.008, size) * 0.6;
    vec2 rise = out_way * radial;

    float mark;
    vec2 round_way;
    carve_marks(size, r, out_way, angle, rise, mark, round_way);

    float hollow;
    carve_petals(size, r, out_way, angle, round_way, rise, hollow);

    float dark;
    cut_keyhole(size, p, r, out_way, worn, grain, rise, dark);

    vec3 c = lit_metal(worn, radial, rise, mark, hollow, dark);

    float seen = clamp((RIM - r) / size + 0.5, 0.0, 1.0) * clamp((abs(at.x) - gap) / size + 0.5, 0.0, 1.0);
    float seam = clamp(abs(p.x) / max(0.003, size), 0.0, 1.0);
    float cover = smoothstep(0.10, 0.0, r - RIM) * 0.75;  // its shadow on the glass
    float alpha = max(seen, cover * step(gap, abs(at.x)));
    colour = vec4(c * seen * mix(0.25, 1.0, seam), alpha);
}
#endif
