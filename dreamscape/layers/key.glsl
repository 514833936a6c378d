// The key, in units of its height. Vertex: placed and turned, half rungs drawn back until they are paired, dust
// drifting off. Fragment: gold, glass and the four bases under an invented sky of three soft lights, with light from
// within that runs along the strands with the heart. DUST: some of it is missing. AGAINST: before a flood of light.
// HIDDEN: what lies in a lock is out of sight. What has wholly become dust is cut off before it is shaded.
// GLASS: strands of glass; JEWELS: the stone and the rungs; neither: gold. Each is drawn by a program of its own, since
// a software rasteriser computes both sides of a choice. The colours are the key's own, the same in every act.
// Cost: its pixels only.
#include "frame.glsl"
#include "sine.glsl"
#include "touch.glsl"
const int STONE = 2, BASES = 3;  // materials
uniform vec2 rungs[14];    // paired, ringing: 0 to 1

#ifdef DUST
uniform float gone;        // part that is dust, 0 to 1
const float MOST_DUST = 0.34;  // that noise adds to what is left
const float STONE_LASTS = 0.4;

// How much is left at a height, in the mean; none below 0. It goes from the bow down, the stone last.
float whole_part(float high) {
    return 1.075 - 0.25 * high - 1.9 * gone;
}
#endif

#ifdef VERTEX_STAGE
uniform vec3 place;        // m, the tip
uniform mat3 turned;       // with the scale in it
uniform float upright;     // 1, or -1 in the mirror
#ifdef HIDDEN
uniform float hidden;      // m, out of sight from this z on
#endif
in vec3 position;
in vec3 normal;
in vec3 retreat;
in vec3 mark;              // material, way along the strand, rung
out vec3 at;
out vec3 seen;             // from the eye, m
out vec3 facing;
flat out int material;
flat out float ringing;

void main() {
    int rung = int(mark.z + 0.5);
    vec2 state = mark.z < -0.5 ? vec2(1.0, 0.0) : rungs[clamp(rung, 0, 13)];
    at = position + retreat * (1.0 - state.x);
    ringing = state.y;
    material = int(mark.x + 0.5);
    vec3 there = place + turned * at;
    facing = turned * normal;
    there.y *= upright;
    facing.y *= upright;
    seen = there - frame.eye;
    gl_Position = frame.view_projection * vec4(there, 1.0);
#ifdef HIDDEN
    gl_ClipDistance[0] = hidden - there.z;  // a discard would put off the test of depth until each pixel is shaded
#endif
#ifdef DUST
    gl_ClipDistance[1] = whole_part(at.y) + MOST_DUST + (material == STONE ? STONE_LASTS : 0.0);
#endif
}
#endif

#ifdef FRAGMENT_STAGE
#ifdef DUST
#include "perlin.glsl"
#endif
uniform sampler2D heart_trace;
uniform float shine;       // light from within, x
#ifdef AGAINST
uniform float against;     // how dark it is against the light behind, 0 to 1
#endif
in vec3 at;
in vec3 seen;
in vec3 facing;
flat in int material;
flat in float ringing;
out vec4 colour;

const vec3 GOLD = vec3(1.0, 0.58, 0.17);
const vec3 CYAN = vec3(0.10, 0.72, 0.90);
const vec3 WARM = vec3(1.0, 0.86, 0.62);
const vec3 BASE[4] = vec3[4](vec3(1.0, 0.47, 0.07), vec3(0.04, 0.62, 0.85), vec3(0.28, 0.70, 0.10),
    vec3(0.95, 0.34, 0.30));

// A sky made for jewels: a warm window, a cool one, a fine white one, the bright line of the horizon, and dark between.
// `wide`: how far directions differ within a sample; its light is the mean over them.
vec3 jewel_sky(vec3 d, float wide) {
    float warm = smoothstep(0.62 - wide, 0.90 + wide, dot(d, vec3(-0.62, 0.52, -0.59)));
    float cool = smoothstep(0.50 - wide, 0.88 + wide, dot(d, vec3(0.80, 0.22, -0.56)));
    float back = smoothstep(0.70 - wide, 0.93 + wide, dot(d, vec3(0.35, 0.35, 0.87)));
    float spread = 0.01 / (0.01 + 0.5 * wide * wide);  // of the fine one, by as much as its light is less
    float fine = smoothstep(0.965 - 0.6 * wide, 0.985 + 0.2 * wide, dot(d, vec3(0.10, 0.84, -0.53))) * sqrt(spread);
    float flat_of = 1.0 / (1.0 + 47.0 * wide * wide);
    float line = sqrt(flat_of) / (1.0 + 140.0 * flat_of * d.y * d.y);
    vec3 sky = WARM * warm * 1.5 + CYAN * cool * 1.1 + mix(CYAN, WARM, 0.3) * back * 0.55 + vec3(1.6) * fine;
    return sky + mix(CYAN, WARM, 0.45) * line * 0.30 + vec3(0.010, 0.020, 0.026) * (1.0 + d.y);
}

// Of what it is made; `front` and `f`: how far it looks at us and away.
void lit_material(vec3 view, vec3 n, float front, float f, float fresnel, vec3 mirrored, float wide, float inner,
    out vec3 lit, out float alpha) {
    alpha = 1.0;
#if defined(GLASS)
    vec3 through = jewel_sky(refract(view, n, 0.68), wide);
    float filament = front * front * front;
    filament *= filament * filament;
    lit = mirrored * (0.07 + 0.80 * fresnel) * 1.6 + through * CYAN * 0.22 * front;
    lit += CYAN * (0.020 + 0.42 * min(f * f, 0.55)) + mix(CYAN, vec3(1.0), 0.45) * inner * filament * 0.85;
    alpha = 0.72 + 0.28 * f;
#elif defined(JEWELS)
    if (material == STONE) {
        float swirl = 0.6 * sine(at.y * 31.0 - frame.time * 0.7
            + 2.0 * sine(at.x * 37.0 + frame.time * 0.5 + at.z * 29.0));
        float deep = front * front;
        vec3 core = mix(GOLD, WARM, clamp(deep * deep * 0.8 + 0.3 * swirl, 0.0, 1.0));
        lit = mirrored * (0.05 + 0.80 * fresnel)
            + core * inner * (0.16 + 1.40 * deep * deep * deep) * (0.80 + 0.5 * swirl);
    } else {
        vec3 base = BASE[clamp(material - BASES, 0, 3)];
        lit = mirrored * (0.05 + 0.80 * fresnel)
            + base * (0.05 + 0.50 * inner * front * front + 0.30 * min(f * f, 0.55));
        lit += mix(base, vec3(1.0), 0.35) * ringing * ringing * 2.1;
    }
#else
    float grey = dot(mirrored, vec3(0.25, 0.55, 0.20));  // gold under a cool light is not green
    lit = mix(mirrored, vec3(grey), 0.65) * 1.25 * mix(GOLD, vec3(1.0), fresnel)
        + GOLD * (0.030 + 0.10 * inner * f * f);
#endif
}

#ifdef AGAINST
// Against the flood: gold is dark between bright rims, glass deep blue at its outline and clear where it is thin.
void stand_against(float front, float f, inout vec3 lit, inout float alpha) {
#if defined(GLASS)
    float thin = front * front;
    vec3 dark = CYAN * vec3(0.50, 0.62, 0.80) * (0.08 + 0.60 * thin * thin) + lit * 0.10;
    alpha = mix(alpha, 0.96, against);
#elif defined(JEWELS)
    vec3 dark = lit * 0.44;
    if (material != STONE) dark = BASE[clamp(material - BASES, 0, 3)] * (0.10 + 0.30 * front) + lit * 0.18;
#else
    vec3 dark = lit * 0.36 + GOLD * f * f * f * 0.16;
#endif
    lit = mix(lit, dark, against);
}
#endif

void main() {
#ifdef DUST
    float dust = perlin(at * 27.0) * 0.50 + perlin(at * 79.0) * 0.38;
    float left = whole_part(at.y) + 0.42 * dust;
#ifdef JEWELS
    if (material == STONE) left += STONE_LASTS;
#endif
    if (left < 0.0) discard;
    float ember = 1.0 - smoothstep(0.0, 0.10, left);
#else
    float ember = 0.0;
#endif
    vec3 view = normalize(seen);
    vec3 n = normalize(facing);
    float front = clamp(-dot(view, n), 0.0, 1.0);
    float f = 1.0 - front;
    float fresnel = min(f * f * f * f * f, 0.40);  // all of it would be an outline of one bright pixel
    float wide = min(length(fwidth(n)), 0.5);
    vec3 mirrored = jewel_sky(reflect(view, n), wide);
    float beat = texture(heart_trace, vec2(abs(at.y - 0.8) * 0.30, 0.5)).r;  // it leaves the stone, 0.8 s to the tip
    float inner = shine * (0.55 + 0.75 * beat);
    float run = 1.0 - at.y - frame.heard_bar_phase;  // with the bar, from the bow to the tip
    inner += frame.heard_loudness * frame.heard_certainty * 3.6 * frame.heard_bar_phase * (1.0 - frame.heard_bar_phase)
        * clamp(1.0 - 30.0 * run * run, 0.0, 1.0);
    if (touched) inner += (shine + 0.5) * felt_at(in_view(seen));

    vec3 lit;
    float alpha;
    lit_material(view, n, front, f, fresnel, mirrored, wide, inner, lit, alpha);
#ifdef AGAINST
    stand_against(front, f, lit, alpha);
#endif
    lit = lit * (1.0 - 0.6 * ember) + mix(GOLD, WARM, 0.6 * ember * ember) * ember * ember * 0.85;
    colour = vec4(lit * alpha, alpha);
}
#endif
