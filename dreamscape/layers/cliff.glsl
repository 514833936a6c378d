// The cliff. Vertex: where the sea cuts it. Fragment: rock with ledges, damp below; moss in cushions, dark in itself,
// lit by the pulse; a rim of light from the seam.
#include "frame.glsl"
#include "perlin.glsl"
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

void main() {
    at = position;
    normal_in = facing;
    uv = place;
    baked = vec3(shade, position.y - 0.35 * sin(time * 0.9 + position.x * 0.3) - 0.1);
    gl_Position = view_projection * vec4(position, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
#include "cushions.glsl"
#include "panorama.glsl"
uniform sampler2D panorama;
uniform sampler2D heart_trace;
uniform float moss;
uniform float pulse;
uniform float pulse_speed;
uniform float seam_azimuth;
in vec3 at;
in vec3 normal_in;
in vec2 uv;
in vec3 baked;
out vec4 colour;

void main() {
    if (baked.z < 0.0) discard;
    vec3 from_eye = at - eye;
    float distance = length(from_eye);
    vec3 view = from_eye / distance;
    vec3 up_face = normalize(normal_in);
    vec3 side = normalize(cross(vec3(0.0, 1.0, 0.001), up_face));
    vec3 rise = cross(up_face, side);
    vec2 q = vec2(dot(at, side) , uv.y);

    // rock: three octaves of slope, long along the strata
    float close = clamp(1.6 - distance * 0.012, 0.0, 1.0);
    vec3 n1 = perlin_d(uv * vec2(0.55, 1.15));
    vec3 n2 = perlin_d(uv * vec2(1.7, 2.9) + 31.7);
    vec3 n3 = perlin_d(uv * vec2(5.2, 6.9) - 11.3);
    vec2 slope = n1.yz * 0.30 + n2.yz * 0.26 * close + n3.yz * 0.16 * close;
    vec3 normal = normalize(up_face - side * slope.x + rise * slope.y * 0.9);
    float grain = 0.75 + 0.35 * n2.x + 0.25 * n3.x;

    // moss: where it is level and damp enough, in cushions
    float cover = smoothstep(0.36, 0.62, (baked.y + 0.22 * n1.x + 0.16 * n2.x) * moss);
    vec4 big = cushions(uv * 1.15 + n2.xy * 0.10);
    vec4 small = cushions(uv * 2.9 + 17.0);
    float dome = max(big.x, small.x * 0.55);
    vec2 bump = big.x > small.x * 0.55 ? big.yz * 1.15 : small.yz * 0.9;
    cover *= smoothstep(0.02, 0.20, dome + (cover - 0.55) * 0.7);
    vec3 soft = normalize(up_face * 1.2 - side * -bump.x * 0.42 + rise * -bump.y * 0.42);
    normal = normalize(mix(normal, soft, cover));

    // light: the sky's two halves, the seam, the dusk behind
    vec3 to_seam = normalize(vec3(seam_azimuth, 0.22, 1.0));
    float half_left = clamp(0.5 - 0.6 * normal.x, 0.0, 1.0);
    vec3 ambient = mix(other * 0.30 + dominant * 0.22, counter * 0.34 + dominant * 0.16, half_left) * (0.35 + 0.65 * clamp(normal.y, 0.0, 1.0));
    ambient += accent * 0.05 * clamp(normal.z + 0.2, 0.0, 1.0);
    float ray = clamp(dot(normal, to_seam) * 0.8 + 0.12, 0.0, 1.0);
    float f = 1.0 - clamp(dot(-view, normal), 0.0, 1.0);
    float edge = f * f * f * clamp(dot(view, to_seam) * 0.8 + 0.3, 0.0, 1.0);
    vec3 stone = (vec3(0.050, 0.052, 0.075) + accent * 0.012) * grain;
    stone *= 0.55 + 0.45 * smoothstep(0.0, 2.2, baked.z);  // wet and dark at the foot
    vec3 leaf = mix(other * 0.10, other * 0.22 + accent * 0.05, big.w) * (0.35 + 0.75 * dome);
    vec3 body = mix(stone, leaf, cover);
    vec3 lit = body * (ambient * 2.2 + light * ray * 0.75) * baked.x;
    lit += (mix(counter, light, 0.6) * 0.22) * edge * baked.x * (1.0 - 0.5 * cover);

    // pulse: the heart as it was when the wave that is here now left the feet
    float gone = length(at - feet);
    float beat = texture(heart_trace, vec2(gone / pulse_speed / 4.0, 0.5)).r;
    float reach = 1.0 / (1.0 + gone * gone * 0.0045);
    float ember = 0.10 + 0.9 * beat * reach;
    vec3 shine = mix(other, other * 0.55 + light * 0.30 + accent * 0.10, big.w * beat);
    lit += shine * cover * dome * dome * ember * (0.55 + 0.45 * big.w) * pulse * 0.62;

    vec3 horizon = textureLod(panorama, panorama_uv(vec3(from_eye.x, max(from_eye.y, 0.0) + 0.01 * distance, from_eye.z)), 2.0).rgb;
    float air = 1.0 - exp(-max(distance - 20.0, 0.0) * 0.0042);
    colour = vec4(mix(lit, horizon * 0.85, air), 1.0);
}
#endif
