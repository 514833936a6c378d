// The ocean: SURFACE finds where rays meet it, and what changes slowly along the horizon; SKY blurs the sky that it
// mirrors; then the finest waves are added and all is shaded. What is smaller than a pixel is roughness, which blurs
// and dims the mirror (Bruneton, Neyret and Holzschuch, Real-time Realistic Ocean Lighting, 2010). DAY: in daylight.
// The far sea is shaded in a narrower picture, which WIDEN shows. What holds for the whole picture comes from the
// vertices, by ocean_light.glsl.
#include "frame.glsl"
#include "touch.glsl"
#include "perlin.glsl"
#include "sine.glsl"
#include "panorama.glsl"
#include "swell.glsl"

#ifdef SKY
#ifdef VERTEX_STAGE
void main() {
    gl_Position = vec4(vec2((gl_VertexID << 1) & 2, gl_VertexID & 2) * 2.0 - 1.0, 1.0, 1.0);
}
#else
uniform sampler2D panorama;
uniform vec2 part;  // 1 / size of the picture
out vec4 colour;

// The sky as rough water mirrors it: blurred up and down, since a wave that leans throws the view up by twice as much,
// and hardly aside; sharp at the horizon, whose colour the far air has. Stored as the root of half the light.
void main() {
    vec2 t = panorama_tangents(gl_FragCoord.xy * part);
    vec3 sum = vec3(0.0);
    for (int i = -2; i <= 2; i++) {
        float up = t.y + min(0.08, 0.4 * t.y) * float(i);
        sum += textureLod(panorama, panorama_uv(vec3(t.x, up, 1.0)), 0.0).rgb * (3.0 - abs(float(i)));
    }
    colour = vec4(sqrt(sum / 18.0), 1.0);
}
#endif
#elif defined WIDEN
#ifdef VERTEX_STAGE
uniform vec2 held;  // px, the lowest row that the picture of the far sea holds, and how many it has room for
noperspective out vec2 across;

void main() {
    vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
    across = vec2(corner.x, (corner.y * frame.resolution.y - held.x) / held.y);
    gl_Position = vec4(corner * 2.0 - 1.0, 1.0, 1.0);
}
#else
uniform sampler2D far_sea;
noperspective in vec2 across;
out vec4 colour;

void main() {
    colour = textureLod(far_sea, across, 0.0);
}
#endif
#else
#include "ocean_light.glsl"

#ifdef VERTEX_STAGE
void main() {
    set_ocean();
}
#else
const float FINE_RANGE = 6.0;  // from the least to the highest sum of noises, as it is stored
#include "ripple.glsl"

#ifdef SURFACE
#include "sea_surface.glsl"
#else
uniform sampler2D sky;
uniform sampler2D waves;  // as of sea_surface.glsl
uniform sampler2D looks;
out vec4 colour;

const float LEAST = 0.02;   // amount of foam that is seen
const float CLEAR = 100.0;  // m: how far the air is clear

vec3 mirrored_sky(vec3 way) {
    vec3 root = texture(sky, panorama_uv(way)).rgb;
    return root * root * 2.0;
}

// The path of glitter under the seam: how many facets of a rough sea throw its light at us.
float path_of(vec3 bounce, float rough, float spread) {
    vec2 b = bounce.xy / max(bounce.z, 0.05);
#ifdef DAY
    float off = (b.x - seam_at.x) / (1.6 * spread);
#else
    float off = (b.x - seam_at.x + seam_at.y * b.y) / spread;
#endif
    off *= off;
    float bright = 0.016 / (0.016 + spread) * exp2(35.0 * rough * rough - 5.0 * b.y);  // rough water lifts the mean
    return bright * smoothstep(0.05, 0.45, bounce.z) / (1.0 + off + off * off);
}

// Where the two noises of foam are read: in and out with the wash.
vec4 lace_places(vec2 q) {
    vec2 drift = vec2(now * 0.09, 0.5 * sine(now * 0.55 + 0.25 * q.x));
    return vec4(q * 2.9 - drift, q * 0.85 + drift);
}

// Foam: a lace that is torn where there is little, of a small noise and a coarse one.
float lace_of(vec2 noises, float amount, float fine, float footprint) {
    float small = noises.x, coarse = noises.y + 0.30 * small;
    vec2 thin = sqrt(vec2(coarse * coarse, small * small) + footprint * footprint * vec2(0.01, 0.03));  // blurred
    float web = max(1.0 - 2.3 * thin.x, (1.0 - 2.2 * thin.y) * min(1.4 * amount, 1.0)) + 0.15 * fine;
    web = amount > LEAST ? web : 0.0;
    float soft = min(0.32 * footprint, 0.5);
    return smoothstep(1.0 - amount - soft, 1.25 - 0.35 * amount + soft, web) * min(0.25 + 1.2 * amount, 1.0);
}

// Sea fire: stirred water shines, finely, and most in its crests.
vec3 sea_fire(vec2 q, vec2 slope, float reach, float fine, float thin) {
    float felt = felt_on(q - start + frame.eye.xz - 0.9 * slope * reach);
    float thread = max(1.0 - abs(perlin(q * 0.55 + 2.2 * slope + now * 0.11)) * 2.6, 0.0);
    float fiery = 0.16 + 0.9 * thread * thread + 0.9 * thin + 0.8 * smoothstep(0.0, 0.5, fine);
    return (frame.other * 0.50 + frame.dominant * 0.95 + frame.light * 0.12 * fiery) * felt * fiery * 0.42;
}

// What the first pass has found in this pixel.
void found_here(out vec4 wave, out vec4 look) {
    float row = gl_FragCoord.y * low.z + low.x;
    vec2 at = vec2(gl_FragCoord.x * first_pass.x, max(0.5 * row, row - low.y) * first_pass.y);
    look = texture(looks, at);
    look = vec4(look.xy * look.xy, look.z, (look.w - 0.5) * FINE_RANGE);
    wave = texture(waves, at);
}

// What the sea mirrors in the direction `bounce`: sky, tinted by it, or rock.
vec3 mirror_of(vec3 bounce, float rock) {
    vec3 above = mirrored_sky(bounce);
#ifdef DAY
    above = mix(above, sky_tint, 0.15);
#else
    above = mix(above, sky_tint * dot(above, vec3(0.5, 1.0, 0.5)), 0.58);
#endif
    return mix(above, rock_tint, rock);
}

// The sea's own light: deep where we look down into it, bright where it is thin; `f` is 1 at a grazing view.
vec3 light_within(float f, float thin, float away, float rock) {
#ifdef DAY
    vec3 deep = mix(deep_tint, far_tint, smoothstep(15.0, 150.0, away));
    return (deep + thin_tint * thin) * (1.0 - 0.35 * rock);
#else
    vec3 lit = (lit_tint + thin_tint * thin) * (thin / (1.0 + away * away * 2e-5));
    return (mix(deep_tint, far_tint, f) + lit) * (1.0 - 0.6 * rock);
#endif
}

// The far air before the water.
vec3 through_air(vec3 water, vec3 view, float away) {
    vec3 haze = mirrored_sky(vec3(view.x, 0.0, view.z));
#ifdef DAY
    return mix(water, haze, 0.97 - 0.97 * exp2(min(CLEAR - away, 0.0) * 0.0011));
#else
    return mix(water, haze, 0.85 - 0.85 * exp2(min(CLEAR - away, 0.0) * 0.0006));
#endif
}

void main() {
    vec3 view = way;
    vec4 wave, look;
    found_here(wave, look);
    float along = length(view);
    float away = wave.x * along;
    vec2 q = start + view.xz * wave.x;
    vec2 outward = normalize(view.xz);
    view /= along;
    float grazing = max(-view.y, 0.001);

    vec2 slope;
    vec2 noises;
    float fine;
    ripples_and(lace_places(q), look.y > LEAST, q, footprint_of(away, dot(wave.yz, outward), grazing),
        slope, fine, noises);
    slope += wave.yz;
    fine += look.w;
    float rough = wave.w;
    float towards = dot(slope, outward) + grazing;
    // of facets that a pixel does not show, we see those that lean towards us
    slope += outward * (rough * rough / (max(towards, 0.0) + 0.8 * rough) + max(-towards, 0.0));

    vec3 normal = normalize(vec3(-slope.x, 1.0, -slope.y));
    float f = 1.0 - max(dot(-view, normal), 0.02);
    float fresnel = 0.02 + 0.98 * f * f * f * mix(f, 1.0, 6.0 * rough) / (1.0 + 28.0 * rough * rough);
    vec3 bounce = reflect(view, normal);
    bounce.y = max(bounce.y, 0.0) + 0.045;
    float rock = look.z * clamp(1.0 + 1.5 * fine, 0.0, 1.0);
    vec3 mirrored = mirror_of(bounce, rock);
    float thin = look.x * max(1.0 + 0.6 * fine, 0.0);
    vec3 water = mix(light_within(f, thin, away, look.z), mirrored, fresnel);
    float path = path_of(bounce, rough, 0.020 + 1.3 * rough * (grazing + 0.6 * rough));
    path *= (0.3 + 0.9 * smoothstep(-0.4, 0.4, fine)) * (1.0 - rock);
    water += path_tint * (path * (0.25 + fresnel));
    float white = lace_of(noises, look.y, fine, pixel * away / grazing);
#ifdef DAY
    water = mix(water, foam_tint, white);
#else
    water += (mirrored * 0.6 + foam_tint) * (white * (1.0 - 0.55 * look.z));
#endif
    if (touched) water += sea_fire(q, slope, wave.x, fine, thin);
    colour = vec4(through_air(water, view, away), 1.0);
}
#endif
#endif
#endif
