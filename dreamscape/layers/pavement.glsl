// Wet ground: the mirrored street, bent by a film of water that is thin on some stones and deep on others; the key's
// pool of light and the long path of the door's. Cost: three octaves of perlin and two taps a pixel that is seen.
#include "frame.glsl"
#include "touch.glsl"
#include "gloom.glsl"
#include "perlin.glsl"
uniform sampler2D mirror;
uniform float ripples;
uniform float wet;
uniform vec3 ground;
out vec4 colour;

// What the wet ground mirrors: the street, and the air where there is none; `bounce` is where it looks.
void mirror_of(float distance, vec3 view, float dry, vec2 slope, vec3 normal, out vec3 bounce, out vec3 mirrored) {
    vec2 uv = gl_FragCoord.xy * frame.texel;
    vec2 bend = vec2(dot(slope, normalize(vec2(frame.right.x, frame.right.z))),
        dot(slope, normalize(vec2(frame.forward.x, frame.forward.z))) * 1.6);
    vec2 shift = bend * (0.9 / (2.2 + distance));
    float rough = (0.006 + 0.024 * dry) * (1.0 + 2.0 / distance);  // stone draws what it mirrors out, towards the eye
    vec4 seen = texture(mirror, uv + shift + vec2(0.0, rough * 0.4));
#if QUALITY > 0
    seen = seen * 0.55 + texture(mirror, uv + shift * 0.35 - vec2(0.0, rough)) * 0.45;
#endif
    bounce = reflect(view, normal);
    bounce.y = abs(bounce.y);
    mirrored = seen.rgb + gloom_colour(bounce) * (1.0 - seen.a);
}

// The dry ground in the light of key and door.
void lit_stone(vec2 p, float puddle, float dry, vec3 fine, out vec3 to_key, out float key_far, out vec3 stone) {
    vec3 spot = vec3(p.x, 0.0, p.y);
    to_key = key - spot;
    key_far = dot(to_key, to_key);
    stone = frame.shadow * 0.5 + frame.dominant * 0.02 * (1.0 + 0.8 * puddle);
    float grain = 0.55 + 0.5 * dry + 0.25 * fine.x;
    stone += (frame.accent + frame.light * 0.2) * 0.022 * max(grain, 0.0) * to_key.y * inversesqrt(key_far) * 7.0
        / (4.0 + key_far);
    vec3 to_door = door - spot;
    float door_far = dot(to_door, to_door);
    stone += (frame.light * 0.3 + frame.accent * 0.7) * 0.018 * max(grain, 0.0) * dawn * 60.0 / (30.0 + door_far);
}

void main() {
    vec3 ray = view_ray(gl_FragCoord.xy);
    float below = min(ray.y, -1e-4);
    float reach = -frame.eye.y / below;
    vec2 p = frame.eye.xz + ray.xz * reach;
    float distance = reach * length(ray);
    vec3 view = normalize(ray);
    float footprint = frame.pixel * distance * distance / frame.eye.y;

    vec2 q = p + ground.xy;
    float puddle = perlin(q * 0.33) + 0.5 * perlin(q * 1.07);
    float dry = smoothstep(-0.05, 0.35, puddle);
    vec3 fine = perlin_d(q * 6.5 + vec2(frame.time * 0.10, -frame.time * 0.07))
        * clamp(1.5 - footprint * 9.0, 0.0, 1.0);
    vec3 broad = perlin_d(q * 1.7 - vec2(frame.time * 0.05, frame.time * 0.04))
        * clamp(1.5 - footprint * 2.5, 0.0, 1.0);
    vec2 slope = (fine.yz * mix(0.010, 0.055, dry) + broad.yz * mix(0.008, 0.025, dry)) * ripples;

    vec3 normal = normalize(vec3(-slope.x, 1.0, -slope.y));
    float front = max(dot(-view, normal), 0.02);
    float f = 1.0 - front;
    float fresnel = 0.06 + 0.94 * f * f * f * f;
    fresnel *= mix(1.0, 0.55, dry) * wet;

    vec3 bounce, mirrored;
    mirror_of(distance, view, dry, slope, normal, bounce, mirrored);

    vec3 to_key, stone;
    float key_far;
    lit_stone(p, puddle, dry, fine, to_key, key_far, stone);

    float glint = max(dot(bounce, to_key * inversesqrt(key_far)), 0.0);
    float core = exp((glint - 1.0) * 260.0) + 0.12 * exp((glint - 1.0) * 30.0);
    vec3 lit = (frame.accent * 0.9 + frame.light * 0.4) * core * fresnel * 2.2;

    if (touched) {  // the film of water trembles with light
        float felt = felt_on(p + 0.5 * slope * reach);
        mirrored += mirrored * felt * 0.8;
        lit += (frame.counter * 0.10 + frame.dominant * 0.30) * felt * (0.10 + dry * 0.4 + 2.5 * max(fine.x, 0.0))
            * (0.4 + fresnel);
    }
    vec3 wetland = stone + mirrored * fresnel + lit;
    colour = vec4(mix(wetland, gloom_colour(vec3(view.x, -view.y, view.z)), gloom_veil(distance) * 0.9), 1.0);
    colour *= step(ray.y, -1e-4);
}
