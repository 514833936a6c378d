// The hand. Vertex: the fingers breathe. Fragment: dark skin with a rim of the sky's light, lit and shone through by what
// lies in the palm; the liquid as a film that runs to the wrist; the veins, from a map, lit as far as the light has come.
// Up the arm it dissolves. STONE_ITSELF: the stone that lies in it.
#include "frame.glsl"
#include "melting.glsl"
#include "held.glsl"
#include "perlin.glsl"
#ifdef STONE_ITSELF
#include "pebble.glsl"
#else
uniform vec2 reach;  // m, what the map of the veins covers: up the arm and across

#ifdef VERTEX_STAGE
in vec3 position;
in vec3 facing;
in vec2 shade;
out vec3 own;      // m, in the hand's own axes, at rest
out vec3 at;       // m, in the dream
out vec3 normal_in;
out vec2 baked;    // light that reaches it, how thin it is

void main() {
    own = position;
    vec3 p = position;
    float past = max(p.x - 0.082 - 0.3 * abs(p.z + 0.004), 0.0);  // m beyond the knuckles
    float curl = (0.045 * sin(time * 1.57) + 0.020 * sin(time * 0.73 + 1.0)) * smoothstep(0.0, 0.04, past);
    p.y += curl * past;
    at = place_hand(p);
    normal_in = turn_hand(facing);
    baked = shade;
    gl_Position = view_projection * vec4(at, 1.0);
}
#endif

#ifdef FRAGMENT_STAGE
uniform sampler2D veins;
in vec3 own;
in vec3 at;
in vec3 normal_in;
in vec2 baked;
out vec4 colour;
const vec3 ARM = vec3(-0.9706, -0.2360, 0.0457);     // from the wrist to the elbow
const vec3 ACROSS = vec3(-0.0790, 0.4960, 0.8647);   // across it, as seen from above and from the thumb's side

#ifdef LIQUID
// How deep the liquid stands on the skin, 0 to 1: a pool that spreads, and a stream that finds its way to the wrist.
float liquid(vec3 p, float flowed) {
    float edge = perlin(p.xz * 58.0 + vec2(time * 0.12, 0.0));
    vec2 pool = (p.xz - STONE.xz) / (vec2(0.031, 0.0215) * (0.35 + 0.75 * flowed));
    float deep = 1.0 - length(pool) + 0.34 * edge;
    float down = STONE.x - p.x;  // m from the stone towards the wrist
    float width = mix(0.0115, 0.0055, smoothstep(0.0, 0.07, down));
    float stream = 1.0 - abs(p.z - 0.002 + 0.0030 * sin(p.x * 95.0)) / width + 0.25 * edge;
    stream *= smoothstep(0.0, 0.014, flowed * 0.112 - down) * step(0.0, down);
    return clamp(max(deep * smoothstep(0.02, 0.25, flowed), stream), 0.0, 1.0) * smoothstep(-0.034, -0.012, p.x);
}
#endif

void main() {
    vec3 normal = normalize(normal_in);
    vec3 from_eye = at - eye;
    vec2 place = vec2(dot(own, ARM), dot(own, ACROSS));  // m up the arm and across it
    float facing = clamp(-dot(from_eye, normal) * inversesqrt(dot(from_eye, from_eye)), 0.0, 1.0);
    float f = 1.0 - facing;

    float warm = molten();
    vec3 gold = light * vec3(1.0, 0.80, 0.52);
    vec3 rose = mix(gold, accent, 0.55);
    float ember = kindled() * (0.85 + 0.25 * heart);

    // the sky behind: a rim where the skin turns away, violet on the left, paler on the right
    float rim = f * f * f * smoothstep(0.0, 0.24, facing);  // darker again at the outline, which has no soft edge
    vec3 sky = mix(counter * 1.1, mix(counter, light, 0.45), clamp(0.5 + 0.5 * normal.x, 0.0, 1.0));
    float over = clamp(0.25 + 0.75 * normal.y, 0.0, 1.0);
    vec3 skin = vec3(0.62, 0.42, 0.36);
    vec3 lit = sky * (rim * (0.35 + 0.85 * over) * 0.75 + 0.006) * baked.x;
    lit += skin * counter * 0.012 * baked.x * over;

    // the stone's light: wrapped, falling with distance, and shining through where the flesh is thin
    vec3 to_stone = place_hand(STONE + vec3(0.0, 0.010 + 0.012 * warm, 0.0)) - at;
    float far2 = dot(to_stone, to_stone);
    float falls = 1.0 / (1.0 + far2 * 900.0);
    float wrap = clamp((dot(normal, to_stone) * inversesqrt(far2 + 1e-6) + 0.22) / 1.22, 0.0, 1.0);
    lit += skin * rose * wrap * falls * baked.x * ember * (0.55 + 0.75 * warm) * (1.0 + swollen());
    lit += accent * vec3(1.0, 0.42, 0.30) * baked.y * falls * ember * (0.06 + 0.30 * warm) * (0.4 + 0.6 * f);
    lit += gold * rim * wrap * falls * ember * 0.6;

#ifdef LIQUID
    float flowed = molten();
    float deep = liquid(own, flowed) * smoothstep(-0.1, 0.35, normal_in.y) * smoothstep(0.104, 0.096, own.x);
    float film = smoothstep(0.02, 0.14, deep);
    vec2 run = own.xz * vec2(62.0, 120.0) + vec2(time * 0.7, 0.0);
    float swirl = perlin(run + 1.6 * perlin(run * 0.6 + vec2(time * 0.4, 3.0)));
    float thread = 1.0 - min(abs(swirl) * 1.9, 1.0);
    float shine = film * faded();
    vec2 off = own.xz - STONE.xz;
    float welling = 1.0 / (1.0 + dot(off, off) * 5200.0);
    float bright = 0.04 + 0.55 * welling + 0.40 * deep * deep + 1.35 * thread * thread * thread * (0.4 + deep);
    lit = mix(lit, (gold * bright + rose * 0.30) * (1.0 + 0.9 * swollen()), shine * 0.92);
    float brim = film * (1.0 - smoothstep(0.14, 0.45, deep));
    lit += light * brim * 0.60 * faded();

#endif

#ifdef VEINS
    vec4 vein = texture(veins, vec2(place.x / reach.x, place.y / reach.y + 0.5));
    float come = risen() * 1.12 - vein.y;
    float awake = smoothstep(0.0, 0.10, come);
    float tip = 1.0 / (1.0 + come * come * 240.0);
    float core = 1.0 / (1.0 + vein.x * vein.x * 60.0);
    core *= core;
    float halo = (1.0 - vein.x) / (1.0 + vein.x * vein.x * 40.0 + vein.x * 4.0);
    float beat = fract(vein.y * 9.0 - time * 1.1);
    float pulse = 4.0 * beat * (1.0 - beat);
    float seen = smoothstep(0.0, 0.30, dot(normal, turn_hand(vec3(0.0, 0.87, -0.49)))) * smoothstep(0.012, 0.0, -place.x) *
                 smoothstep(reach.x, reach.x - 0.03, place.x);
    float width = 0.35 + 0.65 * vein.z;
    float swell = swollen();
    vec3 glow = gold * core * (0.85 + 0.85 * pulse * pulse) * width + rose * halo * 0.34 * width;
    glow += light * core * tip * 1.5 + (gold * core * 0.35 + rose * halo * 0.40) * swell;
    lit += glow * awake * seen * (0.92 + 0.16 * heart);
    float near_front = smoothstep(-0.30, 0.10, risen() * 1.12 - place.x / reach.x) * risen();
    lit += rose * (0.035 + 0.10 * rim) * near_front * smoothstep(0.010, -0.06, own.x) * baked.x;

#endif
    float lost = smoothstep(swells + SWELL - 0.3, swells + SWELL + 0.9, act_time);  // the arm goes up in its light, then all
    float end = mix(reach.x, -0.30, lost * lost);
    float whole = smoothstep(end + 0.004, end - 0.075 - 0.06 * lost, place.x);
#if QUALITY < 2
    whole *= smoothstep(0.0, 0.30, facing);  // one sample a pixel: a soft outline instead
#endif
    colour = vec4(lit, 1.0) * whole;
}
#endif
#endif
