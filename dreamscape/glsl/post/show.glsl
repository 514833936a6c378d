// show: a finished picture in a window, texel by pixel; scaled if the window has another size.
uniform sampler2D image;
uniform vec2 window;  // px
uniform float light;  // 0 black .. 1 as it is, for fades
out vec4 colour;

void main() {
    bool exact = ivec2(window) == textureSize(image, 0);
    vec4 seen = exact ? texelFetch(image, ivec2(gl_FragCoord.xy), 0) : texture(image, gl_FragCoord.xy / window);
    colour = vec4(seen.rgb * light, 1.0);
}
