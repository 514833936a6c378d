// Hummocks: each is a dome with a ragged edge, lit at its corners as moss in the dark between its tips and as moss at
// their height; a pixel lies between the two, by the picture of moss that it shows.
#include "frame.glsl"
#include "touch.glsl"
uniform sampler2D rock_relief;

#ifdef VERTEX_STAGE
#include "cliff_light.glsl"
#include "rock_air.glsl"
in vec3 position;
in vec3 facing;
in vec2 place;
in vec4 shade;
in vec4 look;
in float radius;
in vec2 corner;
out vec4 deep;   // light between the tips; how much of the mound is shown
out vec4 high;   // light of the tips; how sharp the mound's edge is
out vec2 q;      // across the mound, -1 to 1
out vec3 uv;     // on the sheet, and its mipmap

void main() {
    vec3 ray = position - frame.eye;
    float away = length(ray);
    vec3 view = ray / away, right = normalize(frame.right), up = cross(view, right);
    float aslant = smoothstep(0.52, 0.32, -dot(facing, view));
    float r = radius * mix(0.6, 1.0, aslant);
    vec3 at = position + 0.30 * r * facing + r * (corner.x * 1.15 * right + corner.y * 0.85 * up);
    vec3 outward = normalize(0.5 * facing + 0.7 * (corner.x * right + corner.y * up) - 0.45 * view);

    set_light();
    vec4 foot = textureLod(rock_relief, place, 2.0);
    vec4 arrives = vec4(shade.xyz, position.y);
    vec4 relief = vec4(packed_normal(outward), 0.10, 1.0);
    float ember = ember_at(vec4(0.5, 0.5, 0.5, 1.0), vec2(shade.w, 1.0 / (1.0 + shade.w * shade.w * 0.0045)));
    if (touched) ember += 0.75 * felt_at(in_view(ray));
    vec4 air = rock_air(away);
    deep.rgb = mix(cliff_light(view, relief, arrives, ember), air.rgb, air.a);
    relief.b = 0.84;
    high.rgb = mix(cliff_light(view, relief, arrives, ember), air.rgb, air.a);
    deep.a = smoothstep(0.25, 0.6, foot.a) * aslant;
    float pixels = r / (frame.pixel * away);
    high.a = max(0.30 * pixels, 0.6);
    q = corner * vec2(1.15, 1.0);
    float texels = length(look.zw) * float(textureSize(rock_relief, 0).x);
    uv = vec3(look.xy + look.zw * corner, max(log2(texels / pixels) - 0.5, 0.0));
    gl_Position = frame.view_projection * vec4(at, 1.0);
    vec4 before = frame.view_projection * vec4(at - (0.35 + r) * view, 1.0);  // in front of its own ground
    gl_Position.z = before.z / before.w * gl_Position.w;
}
#endif

#ifdef FRAGMENT_STAGE
in vec4 deep;
in vec4 high;
in vec2 q;
in vec3 uv;
out vec4 colour;

void main() {
    vec2 moss = textureLod(rock_relief, uv.xy, uv.z).ba;  // the tone squared, and how much of it is no stone
    float tone = moss.x;
    float inside = 0.95 - dot(q, q) + 1.1 * (tone - 0.30) - 0.5 * max(-q.y, 0.0);
    float alpha = clamp(inside * high.a, 0.0, 1.0) * deep.a * moss.y;
    float lit = smoothstep(0.03, 0.55, tone) * (0.15 + 0.85 * smoothstep(-0.8, 0.6, q.y));
    colour = vec4(mix(deep.rgb, high.rgb, lit) * alpha, alpha);
}
#endif
