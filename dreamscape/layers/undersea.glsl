// The surface as seen from below. Where a ray meets it at less than 48.6 degrees from the vertical it goes through, and
// the whole sky is seen pressed into one round window (Snell: sin t = 1.333 sin i); elsewhere the surface is a mirror
// of the depths. Moss hangs around the window's rim, where the land is. Units: metres, seconds.
// With WINDOW: where rays may go through; without: only the mirror, for the lower part of the picture. MOSS_MAP, drawn
// once over the sky as a disc: how the moss drapes, its relief, how bright it is, and how much the pulse lights it.
// What holds for the whole picture comes from the vertices: rasterisers on a CPU read that faster than uniforms.
// Cost: about 11 ms a full screen at 1280x720 on two cores with WINDOW, 8 without.
#include "frame.glsl"
#include "touch.glsl"
#include "perlin.glsl"
uniform vec3 water_place;
const float GARLAND = 2.2;  // the sky as a disc: 0 at the zenith, this at the horizon

#ifdef MOSS_MAP
#ifdef VERTEX_STAGE
void main() {
    gl_Position = vec4(vec2((gl_VertexID << 1) & 2, gl_VertexID & 2) * 2.0 - 1.0, 1.0, 1.0);
}
#else
#include "cushions.glsl"
uniform float map_side;  // px
out vec4 colour;

void main() {
    vec2 q = (gl_FragCoord.xy / map_side * 2.0 - 1.0) * GARLAND;
    vec2 around = q / max(length(q), 1e-3);
    float drape = perlin(around * 2.3 + water_place.yz) + 0.5 * perlin(around * 6.1 - water_place.zx);
#if QUALITY > 0
    vec2 frayed = vec2(perlin(q * 13.0 + water_place.xy), perlin(q.yx * 13.0 - water_place.zy));  // leaves, not pebbles
#else
    vec2 frayed = vec2(drape, -drape);
#endif
    vec2 grown = mat2(0.82, 0.57, -0.57, 0.82) * q + 0.06 * drape + 0.050 * frayed;  // across the lattice
    vec4 big = cushions(grown * 8.5 + water_place.xy);
    vec4 small = cushions(grown.yx * 17.0 + 0.08 * big.yz);
    float dome = max(big.x * 0.9, small.x * 0.75);
    float relief = 0.10 * (dome - 0.4) + 0.10 * drape + 0.045 * frayed.y;
    float lump = (0.25 + 0.75 * dome * dome) * (0.6 + 0.4 * small.x) * (1.0 + 0.55 * frayed.x);
    colour = vec4(0.5 + 0.2 * drape, 0.5 + 1.25 * relief, 0.625 * lump, big.w * dome);
}
#endif
#else
#include "depths.glsl"

const float WATER = 1.333;  // index of refraction
const float MIRRORED = 0.012;  // how much of the web is seen where the surface is a mirror

#ifdef VERTEX_STAGE
uniform vec3 glow;      // the light's colour, of frame.light
uniform vec3 air_beam;  // unit vector towards the light, above the surface
uniform float chop;
uniform float web;
uniform float moss;
uniform float murmur;
out vec3 way;
flat out vec3 blue_tint, turquoise_tint, light_tint, accent_tint, moss_tint;
flat out vec3 below, beside, above;  // the water's light, as of Waters
flat out vec3 warm;         // the light itself
flat out vec3 beam, sunk_beam;  // unit vectors towards it, above the surface and below
flat out vec4 struck_at, struck;  // far lightning: where, a tangent, and how bright
flat out vec2 start;        // of the noise, m
flat out float deep;        // m that the eye lies below the surface
flat out float pixel;       // radians
flat out float now;         // s
flat out float burst;       // 1 where the surface is about to break
flat out float steep;       // the ripples
flat out float lacing;      // the brightness of the web
flat out float draped;      // how far the moss hangs
flat out float beating;     // how much the pulse lights it

void main() {
    vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2) * 2.0 - 1.0;
    way = frame.forward + frame.right * corner.x + frame.up * corner.y;
    blue_tint = blue();
    turquoise_tint = turquoise();
    light_tint = frame.light;
    accent_tint = frame.accent;
    moss_tint = frame.other;
    Waters seen = waters();
    below = seen.low;
    beside = seen.middle;
    above = seen.high;
    warm = frame.light * vec3(0.80, 0.94, 0.98) * glow;
    beam = air_beam;
    vec2 lean = air_beam.xz / WATER;
    sunk_beam = vec3(lean.x, sqrt(1.0 - dot(lean, lean)), lean.y);
    for (int i = 0; i < 4; i++) {
        struck_at[i] = frame.flicker[i].x * 0.7;
        struck[i] = murmur * min(frame.flicker[i].w, 1.2);
    }
    start = frame.eye.xz + water_place.xy;
    deep = -frame.eye.y;
    pixel = frame.pixel;
    now = frame.time;
    burst = smoothstep(-2.6, -0.7, frame.eye.y);
    steep = chop;
    lacing = web;
    draped = (0.05 + 0.75 * frame.connection) * moss;
    beating = 0.02 + 0.34 * frame.heart;
    gl_Position = vec4(corner, 1.0, 1.0);
}
#else
in vec3 way;
flat in vec3 blue_tint, turquoise_tint, light_tint, accent_tint, moss_tint;
flat in vec3 below, beside, above;
flat in vec3 warm;
flat in vec3 beam, sunk_beam;
flat in vec4 struck_at, struck;
flat in vec2 start;
flat in float deep, pixel, now, burst, steep, lacing, draped, beating;
out vec4 colour;

#ifdef WINDOW
uniform sampler2D moss_map;

// Cushions of moss as a rim around the sky: t is the direction behind the surface. Colour and cover.
vec4 garland(vec3 t, float wobble) {
    vec2 q = t.xz * GARLAND;
    vec4 grown = texture(moss_map, t.xz * 0.5 + 0.5);
    float hem = 2.16 - draped * (4.25 * grown.r - 1.425);
    float inner = length(q) - hem + 0.8 * grown.g - 0.4 + 0.02 * wobble;
    float cover = smoothstep(-0.05, 0.11, inner);
    float edge = exp2(-max(inner, 0.0) * 7.0);  // light through the leaves at the rim
    float lump = 1.6 * grown.b;
    vec3 leaf = moss_tint * (lump * (0.025 + beating * grown.a));
    leaf += (moss_tint * 0.42 + light_tint * 0.04 + accent_tint * 0.02) * edge * lump;
#ifdef DAY
    leaf = (moss_tint * vec3(0.75, 0.95, 0.50) + accent_tint * 0.08) * (0.20 + 0.80 * lump);
    leaf += (moss_tint * 0.5 + light_tint * 0.2 + accent_tint * 0.15) * edge * lump;
#endif
    return vec4(leaf, cover);
}

// The sky behind direction t, pale around the light, sapphire towards the horizon, with a breath of blossom between
// them; far lightning only murmurs. halo is 1 at the light, 0 far from it.
vec3 heaven(vec3 t, float off, float halo) {
    float high = clamp(t.y, 0.0, 1.0);
#ifdef DAY
    vec3 air = mix(light_tint * 0.80 + frame.dominant * 0.10, frame.dominant * 0.70 + light_tint * 0.34, high);
    vec3 gold = mix(light_tint, accent_tint, 0.20);
    return air + gold * (0.40 * halo * halo + 1.1 / (1.0 + 300.0 * off) + 0.4 / (1.0 + 30.0 * off));
#else
    vec3 sky = mix(blue_tint * 0.24 + turquoise_tint * 0.02, blue_tint * 0.30 + turquoise_tint * 0.13,
        high * high);
    float glare = halo * halo;
    sky += accent_tint * 0.05 * halo * (1.0 - halo) + turquoise_tint * 0.34 * glare
        + warm * 0.24 * glare * glare;
    sky += warm * (1.0 / (1.0 + 300.0 * off) + 0.25 / (1.0 + 30.0 * off));
    float lightning = 0.0;
    for (int i = 0; i < 4; i++) {
        vec2 d = t.xz - vec2(struck_at[i], 0.72);
        lightning += struck[i] / (1.0 + 7.0 * dot(d, d));
    }
    return sky + (light_tint * 0.10 + blue_tint * 0.22) * lightning;
#endif
}

#endif

#ifdef WINDOW
// What is seen through the window: sky, moss and the surface's mirror, with the web of light.
vec3 window_of(vec3 ray, vec3 long_wave, vec3 wave, vec3 fine, vec3 normal, vec3 mirror, float lace, vec3 webbed) {
    float facing = dot(ray, normal);
    float k = 1.0 - WATER * WATER * (1.0 - facing * facing);
    float through = smoothstep(-0.02, 0.30, k);
    vec3 t = WATER * ray + (sqrt(max(k, 0.0)) - WATER * facing) * normal;
    float off = max(1.0 - dot(t, beam), 0.0);
    float halo = 1.0 / (1.0 + 6.5 * off);
    vec3 sky = heaven(t, off, halo);
    // the moss sways with the swell; the chop would tear it to rags
    vec2 calm = long_wave.yz * 0.060 + wave.zy * 0.030;
    vec3 level = normalize(vec3(-calm.x, 1.0, -calm.y));
    float facing_level = dot(ray, level);
    float k_level = max(1.0 - WATER * WATER * (1.0 - facing_level * facing_level), 0.0);
    vec4 leaves = garland(WATER * ray + (sqrt(k_level) - WATER * facing_level) * level, fine.x);
    float near_beam = 1.0 / (1.0 + 2.2 * off);
    vec3 surface = mix(mirror, mix(sky, leaves.rgb, leaves.a), through);
    float gathered = mix(MIRRORED, (0.06 + 0.75 * near_beam * near_beam) * (1.0 - 0.8 * burst), through);
    surface += webbed * (lace * lacing * gathered * (1.0 - 0.75 * leaves.a * through));
    // the window's bright edge
    surface += (turquoise_tint * 0.045 + light_tint * 0.01) * through * (1.0 - through) * 4.0;
    float lens = clamp(0.55 + 0.9 * wave.x + 0.6 * fine.x, 0.0, 1.4);  // the swell gathers the light
    surface *= mix(1.0, 0.62 + 0.62 * lens, through * (1.0 - leaves.a));
    vec3 flood = sky * 0.30 * lens + light_tint * (0.50 * halo * halo * halo * lens + 0.20 * lace * halo);
    surface += flood * burst * through * (1.0 - 0.8 * leaves.a);
    return surface;
}
#endif

// How much of the light from above there is in this direction: most towards the light, as it is seen in the water.
float lit_towards(vec3 ray) {
    float towards = dot(ray, sunk_beam);
#ifdef DAY
    return 0.86 + 0.20 * smoothstep(0.10, 0.92, towards);
#else
    return 0.34 + 0.66 * smoothstep(0.10, 0.92, towards);
#endif
}

void main() {
    vec3 ray = normalize(way);
    float rise = max(ray.y, 0.015);
    float reach = deep / rise;
    vec2 p = start + ray.xz * reach;
    float footprint = pixel * reach / rise;

    vec3 long_wave = perlin_d(p * 0.23 + vec2(now * 0.10, -now * 0.16));
    vec3 wave = perlin_d(p.yx * 0.71 + vec2(-now * 0.30, now * 0.21));
    vec3 fine = perlin_d(p * 1.93 + 0.35 * wave.yz + vec2(now * 0.47, now * 0.62));
    float seen = clamp(1.5 - footprint * 3.2, 0.0, 1.0);
    vec2 slope = long_wave.yz * 0.150 + wave.zy * 0.085 + fine.yz * 0.040 * seen;
#if QUALITY > 0
    vec3 skin = perlin_d(p.yx * 5.3 + 0.30 * fine.yz + vec2(-now * 0.80, now * 0.66));
    float close = clamp(1.5 - footprint * 9.0, 0.0, 1.0) / (1.0 + 0.12 * reach);
    slope += skin.zy * (0.016 + 0.040 * burst) * close;
#endif
    vec3 normal = normalize(vec3(-slope.x * steep, 1.0, -slope.y * steep));

    vec3 back = reflect(ray, normal);
    Waters water = Waters(below, beside, above);
    float crest = smoothstep(0.15, 0.75, wave.x + 0.6 * long_wave.x);
    vec3 mirror = depths_of(water, back.y) * 0.7 + blue_tint * (0.035 * crest);

    // the web: light gathered in thin lines between the ripples
    float line = max(1.0 - abs(wave.x + 0.55 * fine.x) * 4.6, 0.0);
    float cross_line = max(1.0 - abs(long_wave.x * 0.8 - 0.75 * fine.x + 0.25 * wave.x) * 4.6, 0.0);
    line *= line;
    cross_line *= cross_line;
    float lace = line * (0.22 + 1.3 * cross_line) + 0.16 * cross_line;  // bright where lines meet, faint between
#if QUALITY > 0
    float small_line = max(1.0 - abs(skin.x + 0.5 * fine.x) * 4.2, 0.0) * close;
    lace = lace * mix(1.0, 0.35 + 1.3 * abs(skin.x), close) + 0.45 * small_line * small_line * small_line;
#endif
    vec3 webbed = turquoise_tint * 0.70 + light_tint * 0.12;

#ifdef WINDOW
    vec3 surface = window_of(ray, long_wave, wave, fine, normal, mirror, lace, webbed);
#else
    vec3 surface = mirror + webbed * (lace * lacing * MIRRORED);
#endif
    if (touched) {  // light gathers where the surface is touched
        float felt = felt_at(in_view(ray) + 0.35 * slope);
        surface += surface * felt * 0.7 + (webbed * 0.55 + light_tint * 0.25) * felt * (0.04 + lace * 0.55);
    }
    vec3 open = depths_of(water, ray.y);
    colour = vec4(mix(surface, open, max(veil(reach), (1.0 - smoothstep(0.0, 0.10, ray.y)))) * lit_towards(ray), 1.0);
}
#endif
#endif
