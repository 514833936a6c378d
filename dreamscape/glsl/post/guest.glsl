// guest: a finished picture in a screensaver's window, texel by pixel, a little off its place and as bright as is polite.
uniform sampler2D image;
uniform ivec2 corner;  // px of the picture that lies in the window's corner
uniform float light;   // 0 black .. 1 as it is
out vec4 colour;

void main() {
    ivec2 place = clamp(ivec2(gl_FragCoord.xy) + corner, ivec2(0), textureSize(image, 0) - 1);
    colour = vec4(texelFetch(image, place, 0).rgb * light, 1.0);
}
