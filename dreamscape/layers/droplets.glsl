// Droplets: a clear ball on a disc that faces the eye. It bends what lies behind it, upside down and the smaller the
// nearer to the rim, and mirrors the light above along the rim (Schlick); in its middle shines a memory. An open one
// is thin: its memory lies flat, and only its rim bends. `behind` is the picture so far, smaller.
// WITHIN: the middle of an open one, where only its memory is seen; all else there is smooth enough to come from the
// vertices of a mesh. Without it: whole discs, and of open ones what is left around such a middle.
// What holds for all of a droplet comes from the vertices: rasterisers on a CPU read that faster than uniforms.
// Cost: about 12 ms for a third of a 1280x720 screen on two cores, of which the middle, half of it, takes a third.
#include "frame.glsl"
#include "touch.glsl"
#include "sine.glsl"
#include "depths.glsl"
#include "memory_plan.glsl"

#ifdef WITHIN
#define PASSED  // what holds for a droplet stays in the vertex stage
#elif defined VERTEX_STAGE
#define PASSED flat out
out vec2 at;  // parts of the radius
#else
#define PASSED flat in
in vec2 at;
#endif

#if defined VERTEX_STAGE || !defined WITHIN
uniform sampler2D behind;
PASSED vec4 lens;      // its middle in the picture, 0 to 1, and its radius there
PASSED vec4 shaken;    // how far it is out of round, in four ways
PASSED vec4 lean;      // cosine and sine of its memory's turn; where in the memory its middle is, -1 to 1
PASSED vec4 spread;    // how the place in the memory is bent by 1, r^2 and r^4; the level of the mipmaps
PASSED vec4 swaying;   // of the memory: two phases, radians; how far, and how bright it is
PASSED vec4 opening;   // how far it is open, whether its rim bends as such a one's, how much water is in its middle;
                       // its presence
PASSED vec4 glinting;  // where the light above is mirrored, how sharp that spot and the ring along the rim are, and how
                       // bright the spot
PASSED vec4 rimmed;    // where the middle ends, and how sharply; how much of the sky is mirrored; how it answers music
PASSED vec3 low, level, high;  // the water's light, as of Waters
PASSED vec3 window, gathered, lamp, warm, gleam;  // the light above, and as it is gathered; of spots, rim and sheen
PASSED vec2 sun;       // which way the light above is
PASSED float felt;

// 1 at 0, soft, near 0 from 1.5 on.
float bell(float x) {
    float k = 1.0 / (1.0 + x * x);
    return k * k * k;
}

// How far it is out of round in a direction.
float round_at(vec2 way) {
    vec2 second = vec2(way.x * way.x - way.y * way.y, 2.0 * way.x * way.y);  // cos and sin of twice the angle
    vec2 third = vec2(second.x * way.x - second.y * way.y, second.y * way.x + second.x * way.y);
    return 1.0 + dot(second, shaken.xy) + dot(third, shaken.zw);
}

// Where in the picture that lies which is seen, bent: a closed ball turns it over, the rim of an open one draws in what
// is beside it.
vec2 bent(vec2 n, float rho, float r4) {
    float whole = -(1.15 + 2.3 * r4);
    float rim = (1.0 + 1.7 * max(1.0 - rho, 0.0)) / max(rho, 0.3);
    vec2 place = lens.xy + n * mix(whole, rim, opening.y) * lens.zw;
    return 1.0 - abs(1.0 - abs(place));  // beyond the picture's edge it is seen mirrored
}

// How far the memory has swayed.
vec2 swayed(vec2 n) {
    return vec2(sine(n.y * 5.0 + swaying.x), sine(n.x * 6.0 + swaying.y)) * swaying.z;
}

vec2 turned(vec2 n) {
    return vec2(lean.x * n.x - lean.y * n.y, lean.y * n.x + lean.x * n.y);
}

// The window above, mirrored.
float mirrored(vec2 n) {
    vec2 off = n - sun * glinting.x;
    vec2 across = vec2(dot(off, vec2(sun.y, -sun.x)), dot(off, sun));
    float curve = across.y + 0.55 * across.x * across.x;
    return bell(across.x * 2.9) * bell(curve * glinting.y) * glinting.w;
}
#endif

#ifdef VERTEX_STAGE
uniform float azimuth;
uniform float bright;  // how bright the memories are
uniform sampler2D droplet_rows;  // x, y, z in m and radius; phase, presence
uniform int start;     // the row of the first
uniform float side;    // px of a memory
uniform float opened;
in vec3 spot;          // of the mesh of a disc: a direction, and how far out, 0 to 1
#ifdef WITHIN
const float INNER = 0.925;  // of where the middle ends: farther out the spot of light is too sharp for vertices
out vec2 leaning;      // the place, turned as the memory is
out vec2 middle;       // where the memory's middle is there
out vec4 over;         // the light in front of the memory, and how bright that is
flat out vec4 bending;
#else
uniform float hollow;  // 1 where the middle is drawn apart, else 0
#endif

// What holds for the whole picture.
void light_all() {
    Waters seen = waters();
    low = seen.low;
    level = seen.middle;
    high = seen.high;
    window = frame.counter * 0.55 + frame.light * 0.30;
    gathered = (frame.counter * 0.34 + frame.light * 0.22) * (0.85 + 0.3 * frame.heart);
    lamp = frame.light;
    warm = frame.accent * 0.08;
    gleam = frame.counter * 0.5 + frame.light * 0.35;
    sun = vec2(0.6 * azimuth, 1.0) * inversesqrt(1.0 + 0.36 * azimuth * azimuth);
}

// What holds for a droplet of this phase, presence and size, m and px across.
void shape(float phase, float presence, float size, float drawn) {
    float open = smoothstep(0.25, 1.0, size / opened);
    float turn = phase * 6.2831853;
    vec3 pick = fract(phase * vec3(7.0, 13.0, 29.0)) - 0.5;  // each nearer or dimmer than the next, while it is closed
    float closed = 1.0 - smoothstep(0.0, 0.45, open);
    float by = (0.5 * pick.x + 0.12 * sin(frame.time * 0.23 + turn)) * closed;
    lean = vec4(cos(by), sin(by), pick.zx * vec2(0.14, 0.06) * closed);
    spread.xyz = mix(vec3(0.92, 0.30, 0.0) * (1.0 + 0.30 * pick.y), vec3(0.80, 0.0, 0.16), open);
    spread.w = max(log2(0.8 / PLAN_MIDDLE * side / drawn), 0.0);
    swaying = vec4(frame.time * 1.1 + turn, -frame.time * 0.9, 0.010 - 0.006 * open,
        bright * mix(1.0 + 0.5 * pick.z, 1.0, open));
    opening = vec4(open, smoothstep(0.1, 0.6, open), 0.12 - 0.12 * open, presence);
    glinting = mix(vec4(0.66, 11.0, 18.0, 0.55), vec4(0.86, 24.0, 44.0, 0.34), open);
    float ends = mix(0.40, 0.80, open);
    rimmed = vec4(ends, 1.0 / (mix(0.98, 1.0, open) - ends), mix(0.9, 0.7, open),
        heard_pitch(int(fract(phase) * 11.999)));
    float soft = (0.030 - 0.012 * open + 0.03 * open * (1.0 - open)) * (1.0 + 2.2 * frame.heard_low);
    shaken = sin(frame.time * vec4(1.31, 1.07, 1.73, 1.49) + turn * vec4(1.0, 2.0, 3.0, 1.0))
        * (soft * vec4(1.0, 1.0, 0.55, 0.55));
}

void main() {
    light_all();
    vec4 ball = texelFetch(droplet_rows, ivec2(0, start + gl_InstanceID), 0);
    vec4 more = texelFetch(droplet_rows, ivec2(1, start + gl_InstanceID), 0);
    float size = ball.w * (0.35 + 0.65 * smoothstep(0.0, 1.0, more.y));
    vec4 middle_at = frame.view_projection * vec4(ball.xyz, 1.0);
    float drawn = 2.0 * size / (max(middle_at.w, 0.2) * frame.pixel);  // px across
    shape(more.x, more.y, ball.w, drawn);
    lens = vec4(0.5 + 0.5 * middle_at.xy / max(middle_at.w, 0.2), 0.5 * drawn * frame.texel);
    felt = touched ? felt_at(in_view(ball.xyz - frame.eye)) : 0.0;
#ifdef WITHIN
    vec2 n = spot.xy * (spot.z * INNER * rimmed.x);
    vec2 at = n * round_at(spot.xy);
    float r2 = dot(n, n), away = 1.0 - sqrt(1.0 - r2);
    float fresnel = 0.02 + 0.98 * away * away * away * away * away;
    float seen = 1.0 - fresnel * rimmed.z;
    float above = clamp(0.5 + 0.62 * dot(n, sun), 0.0, 1.0);
    vec3 sky = depths_of(Waters(low, level, high), n.y) + window * (above * above * above);
    vec3 light = lamp * mirrored(n);
    over.rgb = sky * (fresnel * rimmed.z) + light + (light * 0.8 + gleam * (fresnel * 0.4)) * rimmed.w
        + (light * 0.8 + gleam * (fresnel * 0.6)) * felt;
    float clear = seen * (1.0 - 0.35 * away * away);
    float gain = clear;
#ifdef DAY
    over.rgb += lamp * (0.10 * clear);
    gain *= 1.5;
#else
    over.rgb += textureLod(behind, bent(n, sqrt(r2), r2 * r2), 0.0).rgb * (opening.z * clear);
#endif
    over.a = (gain + 0.7 * rimmed.w + 0.9 * felt) * swaying.w;
    leaning = turned(n);
    middle = lean.zw + swayed(n);
    bending = spread;
#else
    float out_of_round = length(shaken.xy) + length(shaken.zw);
    float inner = hollow * max(0.92 * rimmed.x * (1.0 - out_of_round) - 4.0 / drawn, 0.0);
    float outer = (1.0 + out_of_round + 2.0 / drawn) * 1.02;  // its corners lie outside of the rim
    at = spot.xy * mix(inner, outer, spot.z);
#endif
    vec3 corner = ball.xyz + (normalize(frame.right) * at.x + normalize(frame.up) * at.y) * size;
    gl_Position = frame.view_projection * vec4(corner, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
#include "memory_roots.glsl"
uniform sampler2D memory;
out vec4 colour;

#ifdef WITHIN
in vec2 leaning;
in vec2 middle;
in vec4 over;
flat in vec4 bending;

void main() {
    float r2 = dot(leaning, leaning);
    vec2 uv = 0.5 + 0.5 * in_texture(middle + leaning * (bending.x + r2 * (bending.y + r2 * bending.z)));
    colour = vec4(from_roots(textureLod(memory, uv, bending.w).rgb) * over.a + over.rgb, 1.0);
}
#else
void main() {
    float square = dot(at, at) + 1e-4;
    float nearness = inversesqrt(square);
    float inward = 1.0 / round_at(at * nearness);
    float rho = square * nearness * inward;
    float edge = clamp(0.5 + (1.0 - rho) / max(1.2 * fwidth(rho), 1e-4), 0.0, 1.0);
    float r2 = min(rho * rho, 1.0);
    float r4 = r2 * r2;
    vec2 n = at * inward;
    vec3 water = textureLod(behind, bent(n, rho, r4), 0.0).rgb;
    vec2 uv = 0.5 + 0.5 * in_texture(lean.zw + swayed(n) + turned(n) * (spread.x + spread.y * r2 + spread.z * r4));
    vec3 seen = from_roots(textureLod(memory, uv, spread.w).rgb) * swaying.w;
    float side = dot(n, sun);
    float outward = clamp((rho - rimmed.x) * rimmed.y, 0.0, 1.0);
    float within = 1.0 - outward * outward * (3.0 - 2.0 * outward);
#ifdef DAY
    // clear where a memory is dark: only its light is seen in so much of it
    float shining = clamp(2.6 * max(max(seen.r, seen.g), seen.b), 0.0, 1.0);
    within *= mix(0.85 * shining, 1.0, opening.x);
    vec3 ball = mix(water * (0.82 + 0.18 * r2), 1.5 * seen + 0.10 * lamp, within);
#else
    vec3 ball = mix(water * (0.55 + 0.45 * r2), seen + water * opening.z, within);
#endif
    float away = 1.0 - sqrt(1.0 - r2);
    float away2 = away * away;
    float fresnel = 0.02 + 0.98 * away2 * away2 * away;
    float above = clamp(0.5 + 0.62 * side, 0.0, 1.0);
    vec3 sky = depths_of(Waters(low, level, high), n.y) + window * (above * above * above);
    ball = mix(ball * (1.0 - 0.35 * away2), sky, fresnel * rimmed.z);
    float below = clamp(-side * 1.15 - 0.10, 0.0, 1.0);
    vec3 light = gathered * (bell((rho - 0.92) * glinting.z) * below * below * below) + lamp * mirrored(n);
    ball += light + warm * bell((rho - 0.955) * 34.0) * clamp(0.30 - side * 0.5, 0.0, 1.0);

    ball += (seen * within * 0.7 + light * 0.8 + gleam * (fresnel * 0.4)) * rimmed.w;
    if (touched) {  // its memory brightens, and the light in its rim
        ball += (seen * within * 0.9 + light * 0.8 + gleam * (fresnel * 0.6)) * felt;
    }
    colour = vec4(ball, 1.0) * (edge * opening.w);
}
#endif
#endif
