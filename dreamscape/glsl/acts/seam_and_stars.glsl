// seam_and_stars: what is sharp in the night sky of the shore, as light that is added to it. SEAM: its core, three
// filaments along a strip of triangles. Without it: the stars, a point for each cell of a grid that has one.
// Needs no vertices; DRAWN_ROWS: how many pairs of them the strip has. Cost: 1 ms at 1280x720 on two cores.
#include "frame.glsl"
#include "touch.glsl"
#include "sine.glsl"
#include "perlin.glsl"
#include "panorama.glsl"
uniform float seam_azimuth;
uniform float seam_lean;
uniform float sky_time;
uniform vec3 sky_place;
#include "seam.glsl"

#ifdef VERTEX_STAGE
// Where a direction is seen, by its tangents of azimuth and elevation; behind everything.
vec4 seen_at(vec2 t) {
    vec4 seen = frame.view_projection * vec4(frame.eye + vec3(t, 1.0) * 1000.0, 1.0);
    return vec4(seen.xy, seen.w, seen.w);
}

#ifdef SEAM
const float LOWEST = -0.02, HIGHEST = 1.6;  // tangents of elevation
const float ASIDE = 0.09;                   // tangent of azimuth, beyond which its glow is darker than can be shown
out vec2 t;

void main() {
    float part = float(gl_VertexID / 2) / float(DRAWN_ROWS - 1);
    t.y = mix(LOWEST, HIGHEST, part * (0.35 + 0.65 * part));
    t.x = seam_at(t.y) + ((gl_VertexID & 1) == 0 ? -ASIDE : ASIDE);
    gl_Position = seen_at(t);
}
#else
uniform sampler2D panorama;
uniform float stars;
uniform vec3 cells;  // the first that is seen, in x and y, and how many columns
out float shine;

const float GRID = 46.0;  // cells for a tangent

// Few stars, most of them faint, in drifts: where a slow noise is low, nearly none.
void main() {
    ivec2 cell = ivec2(cells.xy) + ivec2(gl_VertexID % int(cells.z), gl_VertexID / int(cells.z));
    vec2 base = vec2(cell);
    vec3 r = unpack3(hash(cell + ivec2(sky_place.xy * 100.0)));
    vec2 t = (base + 0.12 + 0.76 * r.xy) / GRID;
    float drift = sine(base.x * 0.19 + 1.7 * sine(base.y * 0.13 + sky_place.x))
        * sine(base.y * 0.23 + base.x * 0.07 + sky_place.y);
    float magnitude = max(r.z - 0.34 + 0.30 * drift, 0.0);
    magnitude *= magnitude;
    magnitude = magnitude * (0.16 + 2.6 * magnitude * magnitude);
    float angle = 0.00048 + 0.00052 * min(magnitude, 1.0);  // radians, of its disc
    float drawn = max(angle, 0.55 * frame.pixel);           // never below a pixel; dimmed to match
    float twinkle = 0.72 + 0.28 * sine(sky_time * (1.3 + 3.0 * r.x) + r.y * 40.0);

    vec3 ray = vec3(t, 1.0);
    vec3 sky = textureLod(panorama, panorama_uv(ray), 0.0).rgb;
    shine = 3.2 * smoothstep(0.04, 0.28, t.y) / (1.0 + 12.0 * dot(sky, vec3(0.3, 0.5, 0.2)));
    if (touched) {  // they come out
        float ray_of = perlin(vec2(t.x * 9.0 + 0.8 * t.y + sky_place.x, sky_time * 0.22))
            + 0.5 * perlin(vec2(t.x * 31.0, sky_time * 0.4));
        shine += 9.0 * felt_at(in_view(ray) + vec2(0.0, 0.25 * ray_of)) * smoothstep(0.03, 0.12, t.y);
    }
    shine *= magnitude * twinkle * stars * (angle * angle) / (drawn * drawn);
    gl_PointSize = 5.2 * drawn / (frame.pixel * max(dot(ray, frame.forward), 0.1));
    gl_Position = shine > 2e-4 && dot(ray, frame.forward) > 0.0 ? seen_at(t) : vec4(2.0, 2.0, 2.0, 1.0);
}
#endif
#endif

#ifdef FRAGMENT_STAGE
out vec4 colour;

#ifdef SEAM
uniform float seam;
in vec2 t;

float filament(float off, float width) {
    float drawn = max(width, 0.7 * frame.pixel);  // never below a pixel; dimmed to match
    float k = drawn * drawn / (off * off + drawn * drawn);
    return (k * k + 0.10 * k) * width / drawn;
}

void main() {
    float taper = smoothstep(-0.01, 0.04, t.y) * (1.0 - 0.6 * smoothstep(0.08, 0.6, t.y));
    float at = t.x - seam_at(t.y);
    float weave = 0.0065 * sine(t.y * 38.0 - sky_time * 0.7 + sky_place.x) * smoothstep(0.0, 0.2, t.y);
    float torn = 0.7 + 0.3 * sine(t.y * 61.0 + sky_time * 1.1) * sine(t.y * 23.0 - sky_time * 0.6);
    float light = filament(at, 0.0006 + 0.0012 * taper * torn) * 1.5 * torn
        + filament(at - weave, 0.0007) * 0.45 + filament(at + weave * 1.7 + 0.002, 0.0005) * 0.25;
    colour = vec4(frame.light * (light * taper * seam), 0.0);
}
#else
in float shine;

void main() {
    vec2 p = gl_PointCoord * 5.2 - 2.6;
    colour = vec4(frame.light * (shine * max(exp2(-1.154 * dot(p, p)) - 0.0045, 0.0)), 0.0);
}
#endif
#endif
