// The ocean as seen from above: the ray meets the displaced plane, the slope comes from octaves that fade as they grow
// smaller than a pixel, and the light is mirrored sky, sapphire depth, and crests that shine from within.
#include "frame.glsl"
#include "touch.glsl"
#include "perlin.glsl"
#include "sine.glsl"
#include "panorama.glsl"
#include "swell.glsl"

uniform sampler2D panorama;
uniform sampler2D coast;  // metres to the foot of the land
uniform float swell_height;
uniform float chop;
uniform float glow;
uniform float glitter;
uniform float foam;
uniform float seam_azimuth;
uniform float seam_lean;
uniform vec3 sea_place;
out vec4 colour;

// One octave of small waves: slope added to `slope`, faded out where a pixel covers more than half a wave.
void ripple(inout vec2 slope, inout float fine, vec2 p, float frequency, vec2 drift, float steep, float footprint) {
    float seen = clamp(1.4 - footprint * frequency * 1.6, 0.0, 1.0);
    vec3 n = perlin_d(p * frequency + drift);
    slope += n.yz * steep * seen;
    fine += n.x * seen;
}

// Ripples on the swell: bends its slope, and how fine waves rise there.
void add_ripples(vec2 place, vec2 p, vec3 wave, float footprint, out vec2 slope, out float fine, out vec2 q) {
    slope = wave.yz;
    fine = 0.0;
    q = p + place;
    ripple(slope, fine, q.yx, 0.31, vec2(frame.time * 0.33, -frame.time * 0.12), 0.070 * chop, footprint);
    ripple(slope, fine, q, 0.83, vec2(-frame.time * 0.45, -frame.time * 0.50), 0.045 * chop, footprint);
    ripple(slope, fine, q.yx, 2.30, vec2(-frame.time * 0.90, frame.time * 0.60), 0.032 * chop, footprint);
#if QUALITY > 0
    ripple(slope, fine, q, 5.90, vec2(frame.time * 1.30, -frame.time * 1.10), 0.017 * chop, footprint);
#endif
#if QUALITY > 1
    ripple(slope, fine, q.yx, 13.1, vec2(-frame.time * 1.9, frame.time * 1.5), 0.010 * chop, footprint);
#endif
}

// The sea's own colour, lit from within its crests; `through` is how much light comes through.
void light_within(vec3 ray, float fade, vec3 wave, float distance, float fine, out float through, out vec3 sea) {
    vec3 deep = frame.dominant * 0.040 + frame.shadow * 0.4;
    float crest = smoothstep(-0.25, 0.75, wave.x / max(swell_height * fade, 0.1) + 0.05 * fine);  // 1 on a sharp crest
    float lean = clamp(0.5 - 2.0 * dot(wave.yz, normalize(ray.xz)), 0.0, 1.3);     // faces that look at us are thin
    float sharp = crest * crest * crest;
    through = crest * crest * (0.22 + 0.95 * lean * crest + 1.7 * sharp * sharp * (0.3 + lean))
        * (0.85 + 0.4 * fine);
    vec3 lit = (1.0 + 0.4 * frame.heard_low)
        * (frame.dominant * 1.05 + (frame.other * 0.25 + frame.dominant * 0.35) * through) * through * glow;
    sea = deep + lit * (0.95 + 0.18 * frame.heart) * (1.0 - smoothstep(80.0, 1500.0, distance));
}

// The path of glitter under the seam.
vec3 sparkle_of(float fine, vec3 bounce, float rough) {
    vec2 b = bounce.xy / max(bounce.z, 0.05);
    float off = b.x - seam_azimuth + seam_lean * b.y;
    float spread = 0.030 + 0.008 * rough;
    float path = spread * spread / (off * off + spread * spread);
    float lift = exp(-b.y * 3.2);
    path *= smoothstep(0.05, 0.45, bounce.z);  // rays thrown back at us meet the land
    float glint = smoothstep(0.05, 0.55, fine);
    vec3 sparkle = frame.light * path * path * lift * glitter * (0.18 + 1.5 * glint);
    return sparkle;
}

// Foam at the foot of the land.
vec3 with_foam(vec3 water, vec2 p, vec3 wave, float fine, vec2 q, vec3 mirrored) {
    float off_shore = texture(coast, (p - vec2(COAST_X, COAST_Z)) / COAST_SIDE).r;
    float wash = off_shore - 1.0 - 0.9 * sine(frame.time * 0.55 + 0.25 * p.x) - 1.2 * wave.x;
    float lace = 1.0 - abs(perlin(q * 1.5 + vec2(frame.time * 0.12, -frame.time * 0.2))) * 3.4
        - abs(perlin(q * 3.7 - frame.time * 0.15)) * 2.4;
    float foamy = clamp(lace + 0.5 * fine, 0.0, 1.0) * exp(-max(wash, 0.0) * 0.95)
        + 0.5 * exp(-off_shore * off_shore * 2.2);
    water += (frame.light * 0.20 + mirrored * 0.6 + frame.dominant * 0.2) * min(foamy, 1.0) * foam;
    return water;
}

// Where a ray meets the swell: `reach` along it, `p` on the water; `fade` is how much is left of the swell there.
void march(out float raised, out vec3 ray, out float below, out vec2 place, out float reach, out vec2 p,
    out float fade) {
    raised = 1.0 + 0.22 * frame.heard_low;
    ray = view_ray(gl_FragCoord.xy);
    below = min(ray.y, -1e-4);
    place = sea_place.xy;
    reach = -frame.eye.y / below;
    p = frame.eye.xz + ray.xz * reach;
    fade = 1.0 / (1.0 + reach * reach * 4e-6);
    for (int i = 0; i < 2 + QUALITY / 2; i++) {
        float h = swell(p + place, frame.time, swell_height * raised) * fade;
        reach = (h - frame.eye.y) / below;
        p = frame.eye.xz + ray.xz * reach;
    }
}

// Sea fire: stirred water shines, finely, and most in its crests.
vec3 with_sea_fire(vec3 water, float reach, vec2 p, vec2 slope, vec2 q, float fine, float through) {
    if (touched) {
        float felt = felt_on(p - 0.9 * slope * reach);
        float thread = max(1.0 - abs(perlin(q * 0.55 + 2.2 * slope + frame.time * 0.11)) * 2.6, 0.0);
        float fiery = 0.16 + 0.9 * thread * thread + 0.9 * through + 0.8 * smoothstep(0.0, 0.5, fine);
        water += (frame.other * 0.50 + frame.dominant * 0.95 + frame.light * 0.12 * fiery) * felt * fiery * 0.42;
    }
    return water;
}

void main() {
    float raised, below, reach, fade;
    vec3 ray;
    vec2 place, p;
    march(raised, ray, below, place, reach, p, fade);
    float along = length(ray);
    vec3 wave = swell_d(p + place, frame.time, swell_height * raised) * fade;
    // a step of Newton's: faces that look at us keep their detail
    float closing = min(below - dot(wave.yz, ray.xz), 0.4 * below);
    reach = max(reach + (wave.x - frame.eye.y - below * reach) / closing, 0.0);
    p = frame.eye.xz + ray.xz * reach;
    float distance = reach * along;
    float footprint = frame.pixel * distance * sqrt(max(distance / frame.eye.y, 1.0)) * 0.7;

    vec2 slope, q;
    float fine;
    add_ripples(place, p, wave, footprint, slope, fine, q);
    vec3 normal = normalize(vec3(-slope.x, 1.0, -slope.y));
    vec3 view = ray / along;
    float facing = max(dot(-view, normal), 0.02);
    float f = 1.0 - facing;
    float fresnel = 0.02 + 0.98 * f * f * f * f * f;
    // waves hide their far sides from a low eye
    fresnel = mix(fresnel, 0.62, smoothstep(60.0, 900.0, distance) * 0.55);

    vec3 bounce = reflect(view, normal);
    bounce.y = abs(bounce.y) + 0.02 + 0.13 * smoothstep(1200.0, 120.0, distance);  // facets that we see lean towards us
    float rough = clamp(log2(1.0 + footprint * 0.6), 0.0, 4.0) + 1.3;
    vec3 mirrored = textureLod(panorama, panorama_uv(bounce), rough).rgb;

    float through;
    vec3 sea;
    light_within(ray, fade, wave, distance, fine, through, sea);

    vec3 sparkle = sparkle_of(fine, bounce, rough);

    vec3 water = mix(sea, mirrored, fresnel) + sparkle * (0.25 + fresnel) * 0.9;
    water = with_foam(water, p, wave, fine, q, mirrored);
    water = with_sea_fire(water, reach, p, slope, q, fine, through);
    vec3 horizon = textureLod(panorama, panorama_uv(vec3(ray.x, 0.004, ray.z)), 1.0).rgb;
    float air = 1.0 - exp(-distance * 0.00042);
    colour = vec4(mix(water, horizon, air * 0.85), 1.0);
    colour *= step(ray.y, -1e-4);
}
