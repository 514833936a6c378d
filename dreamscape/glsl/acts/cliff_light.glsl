// cliff_light: stone and moss in the light of the shore: one key from the seam's side, the sky's two halves, the sea
// below, and the heart's light in the moss.
// cliff_light(view, relief, arrives, ember): view unit; relief as relief.glsl writes it, but the tone itself; arrives:
// the sky's light, readiness for moss, the seam's light, metres above the sea; ember: the heart's light there.
// ember_at(relief, way): the heart's light; way: metres to the dreamer's feet, and how much of a beat reaches this far.
// set_light: in a vertex stage, what holds for the whole picture; fragments that use LIGHT_FROM_VERTICES read it there,
// as rasterisers on a CPU read that faster than uniforms.
// Needs frame.glsl. DAY: by daylight, with the sun as the key. Cost: about 90 operations and a tap.
#include "facing.glsl"
uniform sampler2D moss_glow;
#if defined(LIGHT_FROM_VERTICES) && defined(FRAGMENT_STAGE)
flat in vec3 towards_key, in_counter, in_other, in_dominant, in_light, stone_tint, green_tint, gold_tint;
flat in vec2 pulsing;
#else
uniform vec3 key;  // towards the seam's light, as painted
uniform float key_light;
uniform float pulse;
uniform float pulse_speed;
#ifdef LIGHT_FROM_VERTICES
flat out vec3 towards_key, in_counter, in_other, in_dominant, in_light, stone_tint, green_tint, gold_tint;
flat out vec2 pulsing;
#else
vec3 towards_key, in_counter, in_other, in_dominant, in_light, stone_tint, green_tint, gold_tint;
vec2 pulsing;
#endif

void set_light() {
    towards_key = key * key_light;
    in_counter = frame.counter;
    in_other = frame.other;
    in_dominant = frame.dominant;
    in_light = frame.light;
    green_tint = mix(vec3(0.022, 0.215, 0.070), frame.other, 0.22);  // in every palette, leaning to its `other`
    pulsing = vec2(pulse, pulse_speed);
#ifdef DAY
    stone_tint = mix(frame.light, frame.accent, 0.28);  // sunlight
    gold_tint = frame.accent;
#else
    stone_tint = vec3(0.092, 0.100, 0.146) + frame.accent * 0.018;
    gold_tint = frame.light * 0.05 + frame.accent * 0.26;
#endif
}
#endif

float ember_at(vec4 relief, vec2 way) {
    float since = (way.x + 0.5 * relief.b) / pulsing.y;  // it rises from the roots into the tips
    vec4 glow = texture(moss_glow, vec2(since / 4.0, 0.5));  // the heart's; of low, middle and high sounds
    float tip = relief.b * relief.b;
    float played = 0.55 * glow.g + 0.35 * glow.b * relief.b + 0.9 * glow.a * tip * tip;
    return 0.012 + (2.5 * glow.r * glow.r + played) * way.y;
}

// Deep green, emerald, and a pale gold at the height of a beat.
vec3 moss_shine(vec3 green, float ember) {
    float high = clamp(ember, 0.0, 1.0);
    return (green * 1.9 + (green * vec3(1.7, 1.5, 1.0) + gold_tint) * high) * ember;
}

#ifdef DAY
// Chalk under the sun and a bright sky: warm where the sun falls on it, blue in its own shade; moss as a pale green.
vec3 cliff_light(vec3 view, vec4 relief, vec4 arrives, float ember) {
    vec3 normal = unpacked_normal(relief.xy);
    float tone = relief.b;
    float ray = max(dot(normal, towards_key), 0.0) * arrives.z;
    float up = 0.5 + 0.5 * normal.y;
    vec3 fill = (mix(in_counter, in_light, 0.35 + 0.25 * up) * 0.42 + in_dominant * 0.16) * arrives.x;
    fill += (in_other * 0.5 + in_light * 0.4) * (0.20 * (1.0 - up) * arrives.x);  // the sea shines up
    vec3 sunlight = stone_tint * ray;
    float wet = 1.0 - smoothstep(0.5, 2.3, arrives.w + 1.6 * (tone - 0.4));
    vec3 stone = mix(vec3(0.40, 0.40, 0.44), vec3(0.93, 0.90, 0.84), tone) * (1.0 - 0.45 * wet);
    vec3 lit = stone * (fill * (0.45 + 0.45 * tone) + sunlight * 1.35);

    float rim = 1.0 - clamp(-dot(view, normal), 0.0, 1.0);
    vec3 green = green_tint * vec3(2.6, 1.15, 0.9) + in_light * 0.08 + gold_tint * 0.05;
    vec3 leaf = green * (0.35 + 1.25 * tone * tone) * (fill * 1.1 + sunlight * (0.5 + 0.9 * tone));
    leaf += (green * 0.5 + gold_tint * 0.12) * (rim * rim * (0.25 * arrives.x + 0.8 * ray) * tone);
    leaf += (green * 0.6 + in_light * 0.10 + gold_tint * 0.10) * (ember * tone * pulsing.x);
    return mix(lit, leaf, relief.a);
}
#else
vec3 cliff_light(vec3 view, vec4 relief, vec4 arrives, float ember) {
    vec3 normal = unpacked_normal(relief.xy);
    float tone = relief.b;
    float rim = 1.0 - clamp(-dot(view, normal), 0.0, 1.0);
    rim *= rim;
    float ray = max(dot(normal, towards_key), 0.0) * arrives.z;
    float up = 0.5 + 0.5 * normal.y;
    vec3 fill = mix(in_counter, in_other, clamp(0.35 + 0.5 * normal.x, 0.0, 1.0)) * (0.08 + 0.60 * up * up);
    fill = (fill + in_dominant * (0.40 - 0.10 * up)) * (arrives.x * arrives.x);

    float wet = 1.0 - smoothstep(0.5, 2.3, arrives.w + 1.6 * (tone - 0.4));
    vec3 stone = stone_tint * (tone * tone * (1.0 - 0.72 * wet));
    vec3 lit = stone * (fill * 1.1 + in_light * (ray * 2.4));
    lit += (fill + in_light * ray) * (rim * (rim * 0.06 + wet * 0.22) * tone);  // a sheen, where it is wet the more

    vec3 green = green_tint;  // dark at the roots, with a sheen where tips stand against the view
    float lush = smoothstep(0.45, 0.85, arrives.y);  // deep and blue where it is thick, tawny at its borders
    vec3 leaf = mix(green * vec3(1.4, 0.92, 0.50), green * vec3(0.5, 0.95, 1.15), lush);
    leaf *= mix(vec3(0.45, 0.75, 1.30), vec3(1.60, 1.15, 0.60), tone);
    leaf *= (fill * 0.36 + in_light * (ray * (0.06 + 0.95 * tone))) * (0.01 + 0.25 * tone + 1.15 * tone * tone);
    leaf += (green * 0.7 + in_light * 0.08) * (rim * (0.03 + 0.45 * ray) * tone * arrives.x * 0.45);
    leaf += moss_shine(green, ember) * ((0.03 + 0.35 * tone + 1.05 * tone * tone) * (0.9 + 0.8 * rim) * pulsing.x);
    lit += stone * green * (2.0 * smoothstep(0.30, 0.75, arrives.y) * ember * pulsing.x);
    return mix(lit, leaf, relief.a);
}
#endif
