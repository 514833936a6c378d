// The cliff. Vertex: where the sea cuts it, and the air before it. Fragment: stone and moss from the sheet, lit by the
// seam from one side, the sky's two halves and the sea below; wet at the foot; the heart's light runs through the moss.
#include "frame.glsl"
#include "touch.glsl"


#ifdef VERTEX_STAGE
in vec3 position;
in vec2 place;
in vec4 shade;
out vec3 at;
out vec2 uv;
out vec4 arrives;  // the sky's light; readiness for moss; the seam's light; metres above the sea
out vec2 pulse_way;  // metres to the dreamer's feet, and how much of the pulse reaches this far
out vec4 air;      // colour of the air before it, and how much it hides
#ifdef FAR
#include "panorama.glsl"
uniform sampler2D panorama;
#endif

void main() {
    at = position;
    uv = place;
    vec3 ray = position - frame.eye;
    air.rgb = frame.shadow + frame.counter * 0.06;
    air.a = 1.0 - exp(-max(length(ray) - 20.0, 0.0) * 0.0060);
#ifdef FAR
    vec3 far = vec3(ray.x, max(ray.y, 0.0) + 0.01 * ray.z, ray.z);
    vec3 haze = textureLod(panorama, panorama_uv(far), 2.0).rgb;
    air.rgb = mix(haze, air.rgb, 0.62 + 0.22 * smoothstep(0.0, 14.0, position.y));
#endif
    pulse_way = vec2(shade.w, 1.0 / (1.0 + shade.w * shade.w * 0.0045));
    arrives = vec4(shade.xyz, position.y - 0.35 * sin(frame.time * 0.9 + position.x * 0.3) - 0.1);
    gl_Position = frame.view_projection * vec4(position, 1.0);
    gl_ClipDistance[0] = arrives.w;  // a discard would put off the test of depth until each pixel is shaded
}
#endif

#ifdef FRAGMENT_STAGE
#include "cliff_light.glsl"
uniform sampler2D rock_relief;  // as relief.glsl writes it
in vec3 at;
in vec2 uv;
in vec4 arrives;
in vec2 pulse_way;
in vec4 air;
out vec4 colour;

void main() {
    vec4 relief = texture(rock_relief, uv, -1.3);
    vec3 from_eye = at - frame.eye;
    float ember = ember_at(relief, pulse_way);
    if (touched) ember += 0.75 * felt_at(in_view(from_eye) + 0.10 * (relief.ba - 0.5));
    colour = vec4(mix(cliff_light(normalize(from_eye), relief, arrives, ember), air.rgb, air.a), 1.0);
}
#endif
