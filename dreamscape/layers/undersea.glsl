// The surface as seen from below. Where a ray meets it at less than 48.6 degrees from the vertical it goes through, and
// the whole sky is seen pressed into one round window (Snell: sin t = 1.333 sin i); elsewhere the surface is a mirror of
// the depths. Moss hangs around the window's rim, where the land is. Units: metres, seconds.
// Cost: about 12 ms a full screen at 1280x720 on two cores.
#include "frame.glsl"
#include "perlin.glsl"
#include "cushions.glsl"
#include "depths.glsl"

uniform sampler2D heart_trace;
uniform float azimuth;
uniform float chop;
uniform float web;
uniform float moss;
uniform float murmur;
uniform vec3 water_place;
out vec4 colour;

const float WATER = 1.333;  // index of refraction

// Cushions of moss as a rim around the sky: t is the direction behind the surface. Colour and cover.
vec4 garland(vec3 t, float wobble) {
    vec2 q = t.xz * 2.2;  // the sky as a disc: 0 at the zenith, 2.2 at the horizon
    float round = length(q);
    vec2 around = q / max(round, 1e-3);
    float drape = perlin(around * 2.3 + water_place.yz) + 0.5 * perlin(around * 6.1 - water_place.zx);
    float hem = 2.16 - (0.05 + 0.75 * connection) * moss * (0.70 + 0.85 * drape);
    vec4 big = cushions(q * 8.5 + water_place.xy);
    vec4 small = cushions(q * 21.0 - water_place.yx);
    float dome = max(big.x * 0.9, small.x * 0.75);
    float inner = round - hem + 0.10 * (dome - 0.4) + 0.10 * drape + 0.02 * wobble;
    float cover = smoothstep(0.0, 0.035, inner);
    float beat = texture(heart_trace, vec2(0.05 + 0.10 * round, 0.5)).r;
    float edge = exp2(-max(inner, 0.0) * 9.0);  // light through the leaves at the rim
    float lump = (0.25 + 0.75 * dome * dome) * (0.6 + 0.4 * small.x);
    vec3 leaf = other * lump * (0.05 + 0.10 * big.w + (0.05 + 0.40 * beat) * big.w * dome);
    leaf += (other * 0.55 + light * 0.04 + accent * 0.02) * edge * lump;
    return vec4(leaf, cover);
}

void main() {
    vec3 ray = normalize(view_ray(gl_FragCoord.xy));
    vec3 beam = beam_towards(azimuth);
    float rise = max(ray.y, 0.015);
    float reach = -eye.y / rise;
    vec2 p = eye.xz + ray.xz * reach + water_place.xy;
    float footprint = pixel * reach / rise;

    vec3 long_wave = perlin_d(p * 0.23 + vec2(time * 0.10, -time * 0.16));
    vec3 wave = perlin_d(p.yx * 0.71 + vec2(-time * 0.30, time * 0.21));
    vec3 fine = perlin_d(p * 1.93 + 0.35 * wave.yz + vec2(time * 0.47, time * 0.62));
    float seen = clamp(1.5 - footprint * 3.2, 0.0, 1.0);
    vec2 slope = long_wave.yz * 0.150 + wave.zy * 0.085 + fine.yz * 0.040 * seen;
    vec3 normal = normalize(vec3(-slope.x * chop, 1.0, -slope.y * chop));

    float facing = dot(ray, normal);
    float k = 1.0 - WATER * WATER * (1.0 - facing * facing);
    float through = smoothstep(0.0, 0.16, k);
    through *= through * (3.0 - 2.0 * through) * 0.35 + 0.65;
    vec3 t = WATER * ray + (sqrt(max(k, 0.0)) - WATER * facing) * normal;

    // the sky: pale around the light, sapphire towards the horizon, a breath of blossom on the way
    vec3 above = vec3(beam.x * WATER, 0.0, beam.z * WATER);
    above.y = sqrt(max(1.0 - dot(above, above), 0.02));
    float off = max(1.0 - dot(t, normalize(above)), 0.0);
    float halo = 1.0 / (1.0 + 6.5 * off);
    float disc = 1.0 / (1.0 + 420.0 * off * off);
    float high = clamp(t.y, 0.0, 1.0);
    vec3 sky = mix(dominant * 0.26 + counter * 0.06, dominant * 0.24 + counter * 0.40, high);
    sky += accent * 0.10 * halo * (1.0 - halo) * 4.0 * (1.0 - 0.5 * high) + (counter * 0.50 + light * 0.16) * halo * halo * halo;
    sky += light * disc * 1.5;
    for (int i = 0; i < 4; i++) {
        vec2 d = t.xz - normalize(vec2(flicker[i].x, 1.0)) * 0.95;
        sky += (light * 0.10 + dominant * 0.22) * murmur * min(flicker[i].w, 1.2) / (1.0 + 7.0 * dot(d, d));
    }
    vec4 leaves = garland(t, fine.x);
    sky = mix(sky, leaves.rgb, leaves.a);

    // the mirror: depths from below, tilted by the ripples
    vec3 back = reflect(ray, normal);
    vec3 mirror = depths(back.y) * 0.7 + dominant * 0.10 * smoothstep(0.15, 0.75, wave.x + 0.6 * long_wave.x);

    // the web: light gathered in thin lines between the ripples
    float line = 1.0 - abs(wave.x + 0.55 * fine.x) * 4.6;
    float cross_line = 1.0 - abs(long_wave.x * 0.8 - 0.75 * fine.x + 0.25 * wave.x) * 4.6;
    line = max(line, 0.0);
    cross_line = max(cross_line, 0.0);
    float lace = line * line * line * line + 0.55 * cross_line * cross_line * cross_line * cross_line;
    float near_beam = 1.0 / (1.0 + 2.2 * off);
    vec3 bright = (counter * 0.70 + light * 0.12) * lace * web * (0.06 + 0.75 * near_beam * near_beam) * (0.20 + 0.80 * through);

    vec3 surface = mix(mirror, sky, through) + bright * (1.0 - 0.75 * leaves.a * through);
    float shine = through * (1.0 - through) * 4.0;
    surface += (counter * 0.14 + light * 0.03) * shine;  // the window's bright edge
    vec3 open = depths(ray.y);
    colour = vec4(mix(surface, open, max(veil(reach), smoothstep(0.10, 0.0, ray.y))), 1.0);
}
