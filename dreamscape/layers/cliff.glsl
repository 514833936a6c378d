// The cliff. Vertex: where the sea cuts it. Fragment: rock with ledges, damp below; moss in cushions, dark in itself,
// lit by the pulse; a rim of light from the seam.
#include "frame.glsl"
#include "perlin.glsl"
#include "touch.glsl"
uniform vec3 feet;

#ifdef VERTEX_STAGE
in vec3 position;
in vec3 facing;
in vec2 place;
in vec2 shade;
out vec3 at;
out vec3 normal_in;
out vec2 uv;
out vec3 baked;  // ambient, moss, metres above the sea
out vec3 haze;   // colour of the far air in that direction
out vec2 pulsing;  // the passing beat, and how much of it reaches this far
#include "panorama.glsl"
uniform sampler2D panorama;
uniform sampler2D heart_trace;
uniform float pulse_speed;

void main() {
    at = position;
    normal_in = facing;
    uv = place;
    baked = vec3(shade, position.y - 0.35 * sin(frame.time * 0.9 + position.x * 0.3) - 0.1);
    vec3 ray = position - frame.eye;
    vec3 far = vec3(ray.x, max(ray.y, 0.0) + 0.01 * length(ray), max(ray.z, 0.1));
    haze = textureLod(panorama, panorama_uv(far), 2.0).rgb;
    float gone = length(position - feet);  // the heart's value when this wave left the feet
    pulsing = vec2(textureLod(heart_trace, vec2(gone / pulse_speed / 4.0, 0.5), 0.0).r,
        1.0 / (1.0 + gone * gone * 0.0040));
    gl_Position = frame.view_projection * vec4(position, 1.0);
    gl_ClipDistance[0] = baked.z;  // a discard would put off the test of depth until each pixel is shaded
}
#endif

#ifdef FRAGMENT_STAGE
#include "cushions.glsl"
uniform float moss;
uniform float pulse;
uniform float seam_azimuth;
in vec3 at;
in vec3 normal_in;
in vec2 uv;
in vec3 baked;
in vec3 haze;
in vec2 pulsing;
out vec4 colour;

// Moss on the rock.
struct Moss {
    float cover;  // 1 where moss grows
    vec4 big;  // the larger cushions, as of cushions.glsl
    float dome, fur;  // how far a cushion rises, and its tips
};

// Moss where it is level and sheltered, in cushions of two sizes, furred with fine tips; bends the normal.
void grow_moss(vec3 up_face, vec3 side, vec3 rise, vec2 q, vec3 n1, vec3 n2, vec3 n3, inout vec3 normal,
    out Moss soft_moss) {
    float patchy = 0.50 * n1.x + 0.30 * n2.x;
    soft_moss.cover = smoothstep(0.50, 0.72, (baked.y + patchy) * moss);
    soft_moss.big = cushions(q * 1.7 + 0.35 * n2.yz * 0.3);
    vec4 small = cushions(q * 4.1 + 17.0);
    soft_moss.dome = max(soft_moss.big.x, small.x * 0.55);
    vec2 bump = soft_moss.big.yz * 1.7 * 0.55 + small.yz * 4.1 * 0.14 + n3.yz * 1.3;
    soft_moss.fur = 0.70 + 0.9 * n3.x;
    vec3 soft = normalize(up_face + (side * bump.x - rise * bump.y) * -0.16);
    normal = normalize(mix(normal, soft, soft_moss.cover));
}

// Rock and moss in the sky's two halves, the seam's light and the dusk behind; `f` is 1 at the outline.
void lit_rock(vec3 view, vec3 normal, float grain, Moss soft_moss, out float f, out vec3 lit) {
    vec3 to_seam = normalize(vec3(seam_azimuth, 0.22, 1.0));
    float half_left = clamp(0.5 - 0.6 * normal.x, 0.0, 1.0);
    vec3 ambient = mix(frame.other * 0.30 + frame.dominant * 0.22, frame.counter * 0.34 + frame.dominant * 0.16,
        half_left) * (0.35 + 0.65 * clamp(normal.y, 0.0, 1.0));
    ambient += frame.accent * 0.05 * clamp(normal.z + 0.2, 0.0, 1.0);
    float ray = clamp(dot(normal, to_seam) * 0.8 + 0.12, 0.0, 1.0);
    f = 1.0 - clamp(dot(-view, normal), 0.0, 1.0);
    float edge = f * f * f * clamp(dot(view, to_seam) * 0.8 + 0.3, 0.0, 1.0);
    vec3 stone = (vec3(0.050, 0.052, 0.075) + frame.accent * 0.012) * grain;
    stone *= 0.55 + 0.45 * smoothstep(0.0, 2.2, baked.z);  // wet and dark at the foot
    vec3 leaf = mix(frame.other * 0.04, frame.other * 0.09 + frame.accent * 0.03, soft_moss.big.w)
        * (0.15 + 0.85 * soft_moss.dome) * soft_moss.fur;
    vec3 body = mix(stone, leaf, soft_moss.cover);
    lit = body * (ambient * 2.2 + frame.light * ray * 0.75) * baked.x;
    lit += (mix(frame.counter, frame.light, 0.6) * 0.16) * edge * baked.x * (1.0 - soft_moss.cover);
}

// The moss shines as the beat passes.
vec3 with_pulse(vec3 lit, vec3 from_eye, vec2 q, float close, vec3 n1, vec3 n2, Moss soft_moss, float f) {
    float beat = pulsing.x;
    float reach = pulsing.y;
    float ember = 0.045 + beat * beat * reach;
    if (touched) ember += 0.75 * felt_at(in_view(from_eye) + 0.10 * vec2(n1.x, n2.x));
    float fuzz = 0.22 + 0.95 * f * f;  // tips stand against the view at the sides of a cushion, and shine
    vec3 tips = unpack3(hash(ivec2(floor(q * 13.0))));
    vec2 inside = fract(q * 13.0) - 0.25 - 0.5 * tips.xy;
    float spark = smoothstep(0.86, 0.95, tips.z) * clamp(1.0 - dot(inside, inside) * 14.0, 0.0, 1.0) * close;
    float patchwork = clamp(0.55 + 1.1 * n1.x + 0.5 * n2.x, 0.08, 1.5);
    vec3 shine = mix(frame.other * vec3(0.55, 1.0, 0.75), frame.other + frame.accent * 0.20,
        clamp(beat, 0.0, 1.0) * soft_moss.big.w);
    lit += shine * soft_moss.cover * (0.25 + 0.75 * soft_moss.dome) * fuzz * max(soft_moss.fur, 0.1) * ember * patchwork
        * pulse * 2.4;
    lit += (frame.other * 0.8 + frame.light * 0.25) * soft_moss.cover * spark * (0.05 + 1.5 * ember) * pulse;
    return lit;
}

void main() {
    vec3 from_eye = at - frame.eye;
    float distance = length(from_eye);
    vec3 view = from_eye / distance;
    vec3 up_face = normalize(normal_in);
    vec3 side = normalize(cross(vec3(0.0, 1.0, 0.001), up_face));
    vec3 rise = cross(up_face, side);
    vec3 axis = abs(up_face) * vec3(1.0, 1.25, 1.0);
    vec2 q = axis.y > max(axis.x, axis.z) ? at.xz : axis.x > axis.z ? at.zy : at.xy;  // no stretching on ledges

    // rock: three octaves of slope, long along the strata
    float close = clamp(1.7 - distance * 0.018, 0.0, 1.0);
    vec3 n1 = perlin_d(uv * vec2(0.55, 1.15));
    vec3 n2 = perlin_d(q * vec2(1.9, 2.4) + 31.7);
    vec3 n3 = perlin_d(q * vec2(6.1, 6.9) - 11.3);
    vec2 slope = n1.yz * 0.30 * clamp(2.0 - distance * 0.010, 0.0, 1.0) + n2.yz * 0.26 * close + n3.yz * 0.16 * close;
    vec3 normal = normalize(up_face - side * slope.x + rise * slope.y * 0.9);
    float grain = 0.75 + 0.35 * n2.x + 0.25 * n3.x;

    Moss soft_moss;
    grow_moss(up_face, side, rise, q, n1, n2, n3, normal, soft_moss);

    float f;
    vec3 lit;
    lit_rock(view, normal, grain, soft_moss, f, lit);

    lit = with_pulse(lit, from_eye, q, close, n1, n2, soft_moss, f);

    float air = 1.0 - exp(-max(distance - 20.0, 0.0) * 0.0060);
    colour = vec4(mix(lit, mix(haze, frame.shadow + frame.counter * 0.06, 0.62 + 0.22 * smoothstep(0.0, 14.0, at.y)),
        air), 1.0);
}
#endif
