// The cliff. Vertex: where the sea cuts it, and the air before it. Fragment: stone and moss from the sheet, lit by the
// seam from one side, the sky's two halves and the sea below; wet at the foot; the heart's light runs through the moss.
#include "frame.glsl"
#include "touch.glsl"
uniform sampler2D rock_relief;  // as relief.glsl writes it
#define LIGHT_FROM_VERTICES
#include "cliff_light.glsl"
#ifdef DAY
const float SHARPER = 0.6;  // levels: in full light the finest furrows would be hatching
#else
const float SHARPER = 1.5;
#endif

#ifdef VERTEX_STAGE
#include "rock_air.glsl"
in vec3 position;
in vec3 facing;
in vec2 place;
in vec4 shade;
in float dense;  // sides of the sheet a metre
out vec3 from_eye;  // m
out vec3 uv;  // and the mipmap that is as sharp as a pixel's area on the sheet allows
out vec4 arrives;  // the sky's light; readiness for moss; the seam's light; metres above the last wash
out vec3 pulse_way;  // metres to the dreamer's feet, how much of the pulse reaches this far; metres above the sea
out vec4 air;      // colour of the air before it, and how much it hides
#ifdef FAR
#include "panorama.glsl"
uniform sampler2D panorama;
#endif

void main() {
    vec3 ray = position - frame.eye;
    from_eye = ray;
    float away = length(ray);
    ivec2 sheet = textureSize(rock_relief, 0);
    float texels = frame.pixel * away * dense * sqrt(float(sheet.x * sheet.y));
    uv = vec3(place, log2(texels) - 0.5 * log2(max(abs(dot(facing, ray)) / away, 0.12)) - SHARPER);
    air = rock_air(away);
    set_light();
#ifdef FAR
    vec3 far = vec3(ray.x, max(ray.y, 0.0) + 0.01 * ray.z, ray.z);
    vec3 haze = textureLod(panorama, panorama_uv(far), 0.0).rgb;
#ifdef DAY
    air = vec4(mix(haze, frame.counter * 0.6 + frame.light * 0.1, 0.35), 0.75 * air.a);
#else
    air.rgb = mix(haze, air.rgb, 0.62 + 0.22 * smoothstep(0.0, 14.0, position.y));
#endif
#endif
    pulse_way.xy = vec2(shade.w, 1.0 / (1.0 + shade.w * shade.w * 0.0045));
    float turn = frame.time * 0.9 + position.x * 0.3, swell = 0.35 * sin(turn);
    float drained = 0.35 - 0.45 * fract((turn - 1.5708) / 6.2832);  // where the last wash runs down the rock
    pulse_way.z = position.y - 0.1 - swell;
    arrives = vec4(shade.xyz, position.y - 0.1 - max(swell, drained));
#ifdef DAY
    arrives.x += 0.35 * (1.0 - arrives.x) * (1.0 - arrives.x);  // what white stone throws into its own hollows
#endif
    gl_Position = frame.view_projection * vec4(position, 1.0);
    gl_ClipDistance[0] = pulse_way.z + 0.1;  // a discard would put off the test of depth until each pixel is shaded
}
#endif

#ifdef FRAGMENT_STAGE
#ifdef WASHED
#include "perlin.glsl"
#endif
in vec3 from_eye;
in vec3 uv;
in vec4 arrives;
in vec3 pulse_way;
in vec4 air;
out vec4 colour;

#ifdef WASHED
// The swell's edge on the rock: a film of water that climbs between strands of foam, instead of a cut.
vec3 washed(vec3 rock, vec3 at, float tone) {
    float blur = 0.10 + frame.pixel * length(from_eye);
    vec2 q = vec2(at.x + 0.7 * at.z, at.y) * vec2(1.0, 1.6);
    float coarse = perlin(q * 1.1 - vec2(0.0, frame.time * 0.22));
    float fine = perlin(q * 4.3 + frame.time * vec2(0.1, -0.3));
    float climbs = 0.10 + 0.34 * coarse + 0.12 * fine - 0.25 * (tone - 0.45) - pulse_way.z;
    float lace = max(1.0 - 2.6 * abs(coarse + 0.35 * fine), 0.0);
#ifdef DAY
    vec3 water = frame.other * 0.55 + frame.dominant * 0.15;
    vec3 foam = frame.light * 0.86;
#else
    vec3 water = frame.dominant * 0.055 + frame.shadow * 0.3;
    vec3 foam = frame.light * 0.075 + frame.dominant * 0.15;
#endif
    float edge = smoothstep(-blur, 0.0, climbs) * smoothstep(0.12 + blur, 0.0, climbs);
    vec3 film = mix(water, foam, clamp(edge * (0.55 + 0.9 * fine) + lace * lace * 0.9, 0.0, 1.0));
    return mix(rock, film, smoothstep(-blur, blur, climbs));
}
#endif

// The relief of this pixel, as sharp as its area on the sheet allows, since what is seen aslant would be a blur at the
// mipmap of its longer side. TWICE, where pixels are larger than the sheet's texels: of two taps along that side.
vec4 relief_here() {
#ifdef TWICE
    vec2 across = dFdx(uv.xy), up = dFdy(uv.xy), size = vec2(textureSize(rock_relief, 0));
    vec2 longer = 0.25 * (dot(across * size, across * size) > dot(up * size, up * size) ? across : up);
    vec4 relief = 0.5 * (textureLod(rock_relief, uv.xy - longer, uv.z) + textureLod(rock_relief, uv.xy + longer, uv.z));
#else
    vec4 relief = textureLod(rock_relief, uv.xy, uv.z);
#endif
    relief.b = sqrt(relief.b);
    return relief;
}

void main() {
    vec4 relief = relief_here();
    float ember = ember_at(relief, pulse_way.xy);
    if (touched) ember += 0.75 * felt_at(in_view(from_eye) + 0.10 * (relief.ba - 0.5));
    vec3 lit = cliff_light(normalize(from_eye), relief, arrives, ember);
#ifdef WASHED
    lit = washed(lit, from_eye + frame.eye, relief.b);
#endif
    colour = vec4(mix(lit, air.rgb, air.a), 1.0);
}
#endif
